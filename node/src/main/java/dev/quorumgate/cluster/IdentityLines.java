package dev.quorumgate.cluster;

import dev.quorumgate.cluster.DataFolder.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The lines of the file that marks a data folder. Format 1 knows only members that a cluster began with; it goes on being
 * written for those, so that the version before can read it.
 */
final class IdentityLines {
    private static final String FOUNDERS_FORMAT = "1";
    private static final String FORMAT = "2";

    private IdentityLines() {}

    static Identity parse(Map<String, String> lines, Path file) throws IOException {
        @Nullable String format = lines.get("format");
        if (format == null) {
            throw new IOException("'" + file + "' is damaged: it names no format; put back a copy of it, or begin with"
                    + " another --storage.path");
        }
        if (!format.equals(FOUNDERS_FORMAT) && !format.equals(FORMAT)) {
            throw new IOException("'" + file + "' has format " + format + ", this program reads up to " + FORMAT
                    + "; upgrade it, the data is intact");
        }
        Identity founder = new Identity(
                required(lines, "node", file),
                required(lines, "cluster", file),
                required(lines, "incarnation", file),
                required(lines, "initial-members", file),
                Boolean.parseBoolean(required(lines, "founded", file)));
        return format.equals(FOUNDERS_FORMAT) ? founder : parseRest(founder, lines, file);
    }

    private static Identity parseRest(Identity founder, Map<String, String> lines, Path file) throws IOException {
        return new Identity(
                founder.node(),
                founder.clusterId(),
                founder.incarnation(),
                founder.initialMembers(),
                founder.founded(),
                oneOf(Identity.Origin.values(), "origin", lines, file),
                oneOf(Identity.State.values(), "state", lines, file),
                peer(required(lines, "peer", file), file),
                lines.containsKey("formerly")
                        ? Optional.of(peer(required(lines, "formerly", file), file))
                        : Optional.empty(),
                Optional.ofNullable(lines.get("removed-because")),
                Optional.ofNullable(lines.get("announced")));
    }

    static Map<String, String> of(Identity identity) {
        Map<String, String> lines = new TreeMap<>(Map.of(
                "format", FOUNDERS_FORMAT,
                "node", identity.node(),
                "cluster", identity.clusterId(),
                "incarnation", identity.incarnation(),
                "initial-members", identity.initialMembers(),
                "founded", Boolean.toString(identity.founded())));
        boolean isFounder = identity.origin() == Identity.Origin.FOUNDED
                && identity.state() == Identity.State.MEMBER
                && identity.peer().toString().equals(identity.node());
        if (!isFounder) {
            lines.put("format", FORMAT);
            lines.put("origin", spelled(identity.origin()));
            lines.put("state", spelled(identity.state()));
            lines.put("peer", identity.peer().toString());
            identity.formerly().ifPresent(id -> lines.put("formerly", id.toString()));
            identity.removedBecause().ifPresent(because -> lines.put("removed-because", because));
            identity.announced().ifPresent(address -> lines.put("announced", address));
        }
        return lines;
    }

    private static PeerId peer(String text, Path file) throws IOException {
        try {
            return PeerId.of(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + file + "' is damaged: " + e.getMessage(), e);
        }
    }

    private static <E extends Enum<E>> E oneOf(E[] values, String name, Map<String, String> lines, Path file)
            throws IOException {
        String text = required(lines, name, file);
        for (E value : values) {
            if (spelled(value).equals(text)) {
                return value;
            }
        }
        throw new IOException("'" + file + "' is damaged: '" + name + "=" + text + "', expected one of "
                + Arrays.stream(values).map(IdentityLines::spelled).collect(Collectors.joining(", ")));
    }

    private static String spelled(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String required(Map<String, String> lines, String name, Path file) throws IOException {
        @Nullable String value = lines.get(name);
        if (value == null) {
            throw new IOException("'" + file + "' is damaged: it has no line '" + name + "='");
        }
        return value;
    }
}
