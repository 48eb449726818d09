package dev.quorumgate.telemetry;

import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.QuorumSafety;
import dev.quorumgate.cluster.ReplicationFigures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How far a cluster is from losing its majority, as far as its leader knows without asking anybody. What the others say of
 * themselves is in {@code quorumgate status}.
 */
final class Tolerance {
    private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    private Tolerance() {}

    /** How many more voters may be lost; negative once the majority is, empty on a node that does not lead. */
    static Optional<Double> of(NodeStatus status, List<ReplicationFigures.Follower> followers) {
        if (status.role() != NodeStatus.Role.LEADER) {
            return Optional.empty();
        }
        List<String> voters = status.members().stream()
                .filter(NodeStatus.Address::votes)
                .map(NodeStatus.Address::name)
                .toList();
        long lost = followers.stream()
                .filter(follower -> follower.silence().compareTo(SILENCE_MAX) > 0)
                .filter(follower -> voters.contains(follower.id().name()))
                .count();
        int majority = QuorumSafety.majorityOf(status.voterCount());
        return Optional.of((double) (status.voterCount() - lost - majority));
    }
}
