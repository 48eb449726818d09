package dev.quorumgate.admin;

import dev.quorumgate.cluster.ClusterAdmin;
import dev.quorumgate.cluster.ClusterView;
import java.time.Duration;

/** One question to all members, and the wait for those that answer. */
final class Round {
    static final Duration TIME = Duration.ofMillis(1500);

    private Round() {}

    static ClusterView ask(ClusterAdmin admin, Patience patience) {
        return ask(admin, 0, patience.upTo(TIME));
    }

    /** They answer when they have applied a log index, or when the time is nearly over. */
    static ClusterView ask(ClusterAdmin admin, long appliedIndex, Duration time) {
        return ClusterView.gather(admin, appliedIndex, time).join();
    }
}
