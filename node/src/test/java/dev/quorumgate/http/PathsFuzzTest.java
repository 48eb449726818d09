package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.quorumgate.exposition.ExpositionFormat;
import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Goal: whatever comes as a path, it is refused in a short text or names a group that another path can name too; headers are
 * understood or ignored. Method: as {@code BodiesFuzzTest}.
 */
class PathsFuzzTest {
    private static final int MESSAGE_LENGTH_MAX = 1000;

    /** The scheme of escaped names has no place for code points of more than five digits. */
    private static final int ESCAPED_MAX = 0xFFFFF;

    @FuzzTest(maxDuration = "5m")
    void path(FuzzedDataProvider data) {
        String raw = "/metrics/job" + data.consumeRemainingAsString();
        for (NameRules rules : NameRules.values()) {
            try {
                RequestPath path = RequestPath.decode(raw).withoutLeadingSlashes();
                if (GroupingKeyPath.matches(path)) {
                    GroupingKey key = GroupingKeyPath.parse(path, rules);
                    assertCanBeWritten(key, rules);
                }
            } catch (RequestException e) {
                assertThat(e.status()).isEqualTo(400);
                assertThat(e.getMessage()).isNotEmpty().hasSizeLessThan(MESSAGE_LENGTH_MAX);
            }
        }
    }

    @FuzzTest(maxDuration = "5m")
    void accept(FuzzedDataProvider data) {
        assertThat(ExpositionFormat.negotiate(data.consumeRemainingAsString()).contentType())
                .isNotEmpty();
    }

    private static void assertCanBeWritten(GroupingKey key, NameRules rules) throws RequestException {
        if (key.names().stream().flatMapToInt(String::codePoints).anyMatch(c -> c > ESCAPED_MAX)) {
            return;
        }
        StringBuilder path = new StringBuilder("/metrics");
        for (Label label : key.labels()) {
            if (label.name().equals(GroupingKey.JOB)) {
                path.insert("/metrics".length(), component(label.name(), label.value()));
            } else {
                path.append(component(rules == NameRules.UTF8 ? escaped(label.name()) : label.name(), label.value()));
            }
        }
        assertThat(GroupingKeyPath.parse(RequestPath.decode(path.toString()), rules))
                .as(path.toString())
                .isEqualTo(key);
    }

    private static String component(String name, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return "/" + name + "@base64/" + Base64.getUrlEncoder().encodeToString(bytes) + "=";
    }

    /** In the scheme {@code values}. */
    private static String escaped(String name) {
        StringBuilder escaped = new StringBuilder("U__");
        name.codePoints()
                .forEach(c -> escaped.append('_').append(Integer.toHexString(c)).append('_'));
        return escaped.toString();
    }
}
