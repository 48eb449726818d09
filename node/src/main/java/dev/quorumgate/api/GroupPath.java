package dev.quorumgate.api;

import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The path of a group as it is pushed to: behind {@code /metrics}, and behind {@code /api/v2/groups}. */
public final class GroupPath {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    /** What a name that is escaped begins with. */
    private static final String ESCAPED_PREFIX = "U__";

    /** From here on a code point has more digits than escaped names may have. */
    private static final int FIRST_UNESCAPED = 0x100000;

    private final StringBuilder path = new StringBuilder();

    private GroupPath() {}

    /**
     * {@code /job/x/zone/eu}, percent-encoded, and in base64 where a value could not stand in a path.
     *
     * @param rules by which the path is going to be read
     * @return empty if by these rules no path leads to the group: it was pushed where UTF-8 names were on, and they are off
     */
    public static Optional<String> of(GroupingKey key, NameRules rules) {
        GroupPath path = new GroupPath();
        path.append(GroupingKey.JOB, key.job());
        for (Label label : key.labels()) {
            if (!rules.allowsLabel(label.name())) {
                return Optional.empty();
            }
            if (!label.name().equals(GroupingKey.JOB)) {
                path.append(written(label.name(), rules), label.value());
            }
        }
        return Optional.of(path.path.toString());
    }

    private void append(String name, String value) {
        path.append('/').append(name);
        if (value.isEmpty()) {
            path.append("@base64/=");
        } else if (value.indexOf('/') >= 0 || value.indexOf('\0') >= 0 || value.equals(".") || value.equals("..")) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            path.append("@base64/")
                    .append(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        } else {
            path.append('/');
            path.append(encoded(value));
        }
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append(String.format("%%%02X", b));
            }
        }
        return encoded.toString();
    }

    /**
     * Names beyond ASCII letters, digits and underscores in the original's way to write them in a path; and, where the rules
     * know that way, those that look as if they were written in it.
     */
    private static String written(String name, NameRules rules) {
        boolean plain = NameRules.LEGACY.allowsLabel(name);
        if (plain && !(rules == NameRules.UTF8 && name.startsWith(ESCAPED_PREFIX))) {
            return name;
        }
        StringBuilder escaped = new StringBuilder(ESCAPED_PREFIX);
        name.codePoints().forEach(c -> {
            String character = Character.toString(c);
            if (c == '_') {
                escaped.append("__");
            } else if (NameRules.LEGACY.allowsLabel("x" + character)) {
                escaped.append(character);
            } else if (c >= FIRST_UNESCAPED) {
                escaped.append(encoded(character)); // what is not in the scheme stands for itself in it
            } else {
                escaped.append('_').append(Integer.toHexString(c)).append('_');
            }
        });
        return escaped.toString();
    }
}
