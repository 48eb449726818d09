package dev.quorumgate.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * A member, or a node that would be one, as operators are shown it.
 *
 * @param isWaiting whether it waits to be added
 * @param report what it says of itself
 * @param silentBecause why there is no report; empty when there is one, or it was not asked
 * @param lagEntries of the log that it is not known to have; empty while nobody can tell
 * @param lastContact since it last answered the leader; empty where no leader says so
 */
public record MemberRow(
        MemberRef member,
        boolean isWaiting,
        Optional<NodeReport> report,
        String silentBecause,
        Optional<Long> lagEntries,
        Optional<Duration> lastContact) {
    static MemberRow waiting(MemberRef node, Optional<NodeReport> report) {
        return new MemberRow(node, true, report, "", Optional.empty(), Optional.empty());
    }
}
