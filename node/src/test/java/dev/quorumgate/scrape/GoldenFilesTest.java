package dev.quorumgate.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import dev.quorumgate.groups.TestPushes;
import dev.quorumgate.proto.client.MetricFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: each type comes out in each format and escaping as it always did.
 *
 * <p>Method: {@code golden/pushed.textproto} is pushed, and what is scraped compared with the files beside it. After a wanted change
 * {@code -Dgolden.write=true} writes them anew, for a person to read the difference.
 */
class GoldenFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/dev/quorumgate/scrape/golden");
    private static TestGateway gateway = new TestGateway();

    @BeforeAll
    static void push() throws IOException {
        gateway = new TestGateway().push(TestPushes.key("golden"), TestGateway.DELIMITED, RoundTripTest.body(pushed()));
    }

    static Stream<Arguments> files() {
        return Stream.of("allow-utf-8", "underscores", "dots", "values")
                .flatMap(escaping -> Stream.of(
                        Arguments.of(escaping + ".txt", TestGateway.TEXT + ";escaping=" + escaping),
                        Arguments.of(escaping + ".openmetrics", TestGateway.OPENMETRICS + ";escaping=" + escaping),
                        Arguments.of(
                                escaping + ".textproto",
                                TestGateway.DELIMITED.replace("delimited", "text") + ";escaping=" + escaping)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void comesOutAsEver(String file, String accept) throws IOException {
        String scraped = gateway.text(accept);

        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(FOLDER.resolve(file), scraped);
        }
        assertThat(scraped).isEqualTo(Files.readString(FOLDER.resolve(file)));
    }

    @Test
    void comesBackInProtobufWithoutLoss() throws IOException {
        List<MetricFamily> scraped =
                RoundTripTest.families(gateway.scrape(TestGateway.DELIMITED + ";escaping=allow-utf-8"));

        assertThat(scraped.stream().filter(family -> !family.getName().startsWith("push_")))
                .containsExactlyElementsOf(pushed().stream()
                        .map(family -> RoundTripTest.labelled(family, "golden"))
                        .toList());
    }

    private static List<MetricFamily> pushed() throws IOException {
        return Stream.of(Files.readString(FOLDER.resolve("pushed.textproto")).split("---\n"))
                .map(GoldenFilesTest::parsed)
                .toList();
    }

    private static MetricFamily parsed(String text) {
        try {
            return TextFormat.parse(text, MetricFamily.class);
        } catch (TextFormat.ParseException e) {
            throw new AssertionError(text, e);
        }
    }
}
