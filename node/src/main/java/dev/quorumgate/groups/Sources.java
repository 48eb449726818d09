package dev.quorumgate.groups;

import java.util.Optional;

/**
 * Which hosts replaced a group (PUT) last, to find two that overwrite each other. A push from the host before the last one
 * is a return and counts two; a push from the same host again counts down by one. So a job that moved to another host, even
 * there and back, is not suspicious, while A, B, A, B and A, A, B, B, A, A are.
 *
 * <p>Advice only, and not part of the state hash: an earlier version does not keep it.
 *
 * @param last the host of the latest push; empty before the first one
 * @param before the other host that pushed before that; empty for none
 */
public record Sources(String last, String before, int returns) {
    public static final Sources NONE = new Sources("", "", 0);

    private static final int RETURN = 2;
    private static final int SUSPICIOUS = 3;
    private static final int MAX = 4;
    private static final int HOST_LENGTH_MAX = 100;

    /** After another push; this very value when nothing changes. */
    Sources with(String source) {
        String host = host(source);
        if (host.isEmpty() || (host.equals(last) && returns == 0)) {
            return this;
        }
        if (host.equals(last)) {
            return new Sources(last, before, returns - 1);
        }
        return host.equals(before)
                ? new Sources(before, last, Math.min(MAX, returns + RETURN))
                : new Sources(host, last, 0);
    }

    /** The other host, when the latest push is one of many turns. */
    public Optional<String> rival() {
        return returns >= SUSPICIOUS ? Optional.of(before) : Optional.empty();
    }

    /** A host has one address but many ports. */
    private static String host(String source) {
        int port = source.lastIndexOf(':');
        String host = port < 0 ? source : source.substring(0, port);
        return Reasons.cut(host, HOST_LENGTH_MAX);
    }
}
