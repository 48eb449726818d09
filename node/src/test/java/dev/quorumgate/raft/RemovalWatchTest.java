package dev.quorumgate.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.PeerId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Goal: nobody counts as removed for ever by a change that may not have been made. */
class RemovalWatchTest {
    private final List<NodeFaults.Fault> faults = new CopyOnWriteArrayList<>();

    @Test
    void takesARemovalThatNobodyConfirmsForAnEndOfRaft() {
        RemovalWatch watch = new RemovalWatch("c1", settings(), new NoPeers(), (fault, detail) -> faults.add(fault));

        watch.report(NodeFaults.Fault.REMOVED, "by a configuration that is not committed");

        await().until(() -> !faults.isEmpty());
        assertThat(faults).containsExactly(NodeFaults.Fault.RAFT_STOPPED);
    }

    private static RaftSettings settings() {
        return new RaftSettings(
                new MemberRef(PeerId.of("n3"), "h3:1", "h3:2"),
                Optional.empty(),
                RaftSettings.Standing.MEMBER,
                "h3",
                1,
                Optional.empty(),
                Path.of("nowhere"),
                1 << 20,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1,
                1);
    }
}
