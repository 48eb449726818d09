package dev.quorumgate.cluster;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A member as Raft knows it: {@code n2}, or {@code n2~3f9a1c2b}. People see the name alone. Raft must never meet an id again
 * whose data folder is another one, since that has forgotten its vote, and never forgets the address of an id; so who joins
 * a cluster that is at work, or comes back at another address, gets a suffix that nobody has had.
 *
 * @param name of the member
 * @param suffix empty for a member that the cluster began with
 */
public record PeerId(String name, Optional<String> suffix) implements Comparable<PeerId> {
    private static final Pattern TEXT = Pattern.compile("([^~]+)(?:~([0-9a-f]{8}))?");
    private static final int SUFFIX_BYTES = 4;

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static PeerId of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no id of a member; expected NAME or NAME~12345678");
        }
        return new PeerId(matcher.group(1), Optional.ofNullable(matcher.group(2)));
    }

    /** An id that no other data folder has. */
    public static PeerId fresh(String name, SecureRandom random) {
        byte[] bytes = new byte[SUFFIX_BYTES];
        random.nextBytes(bytes);
        return new PeerId(name, Optional.of(HexFormat.of().formatHex(bytes)));
    }

    @Override
    public int compareTo(PeerId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return suffix.map(each -> name + "~" + each).orElse(name);
    }
}
