package dev.quorumgate.api;

import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The path of a group as it is pushed to: behind {@code /metrics}, and behind {@code /api/v2/groups}. */
final class GroupPath {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    private final StringBuilder path = new StringBuilder();

    private GroupPath() {}

    /** {@code /job/x/zone/eu}, percent-encoded, and in base64 where a value could not stand in a path. */
    static String of(GroupingKey key) {
        GroupPath path = new GroupPath();
        path.append(GroupingKey.JOB, key.job());
        for (Label label : key.labels()) {
            if (!label.name().equals(GroupingKey.JOB)) {
                path.append(escaped(label.name()), label.value());
            }
        }
        return path.path.toString();
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
            appendEncoded(value);
        }
    }

    private void appendEncoded(String value) {
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(b) >= 0) {
                path.append((char) b);
            } else {
                path.append(String.format("%%%02X", b));
            }
        }
    }

    /** Names beyond ASCII letters, digits and underscores in the original's way to write them in a path. */
    private static String escaped(String name) {
        if (NameRules.LEGACY.allowsLabel(name)) {
            return name;
        }
        StringBuilder escaped = new StringBuilder("U__");
        name.codePoints().forEach(c -> {
            String character = Character.toString(c);
            if (c == '_') {
                escaped.append("__");
            } else if (NameRules.LEGACY.allowsLabel("x" + character)) {
                escaped.append(character);
            } else {
                escaped.append('_').append(Integer.toHexString(c)).append('_');
            }
        });
        return escaped.toString();
    }
}
