package dev.quorumgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.cluster.ReplicationFigures;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.proto.client.Metric;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeMetricsTest {
    private static final String TOLERANCE = "quorumgate_raft_tolerance";
    private final NodeMetrics metrics = new NodeMetrics(new BuildInfo("test"), Optional.empty());

    @Test
    void aLeaderTellsHowManyMoreVotersMayBeLost() throws IOException {
        assertThat(toleranceOf(3, NodeStatus.Role.LEADER, follower("n2", 1), follower("n3", 10)))
                .contains(1.0);
        assertThat(toleranceOf(3, NodeStatus.Role.LEADER, follower("n2", 1), follower("n3", 11)))
                .contains(0.0);
        assertThat(toleranceOf(3, NodeStatus.Role.LEADER, follower("n2", 11), follower("n3", 11)))
                .contains(-1.0);
        assertThat(toleranceOf(1, NodeStatus.Role.LEADER)).contains(0.0);
    }

    @Test
    void aSilentMemberWithoutAVoteIsNoLossOfOne() throws IOException {
        assertThat(toleranceOf(3, NodeStatus.Role.LEADER, follower("n2", 1), follower("n3", 1), follower("n4", 99)))
                .contains(1.0);
    }

    @Test
    void whoDoesNotLeadDoesNotKnow() throws IOException {
        assertThat(toleranceOf(3, NodeStatus.Role.FOLLOWER)).isEmpty();
    }

    @Test
    void tellsWhenEachCertificateEnds() throws IOException {
        metrics.showCertificates(() -> Map.of("nodes", Instant.ofEpochSecond(1_900_000_000)));

        Metric metric = only("quorumgate_certificate_expiry_timestamp_seconds").orElseThrow();

        assertThat(metric.getLabelList()).singleElement().satisfies(label -> {
            assertThat(label.getName()).isEqualTo("use");
            assertThat(label.getValue()).isEqualTo("nodes");
        });
        assertThat(metric.getGauge().getValue()).isEqualTo(1_900_000_000);
    }

    private static Optional<Double> toleranceOf(
            int voters, NodeStatus.Role role, ReplicationFigures.Follower... followers) throws IOException {
        List<NodeStatus.Address> members = IntStream.rangeClosed(1, 4)
                .mapToObj(i -> new NodeStatus.Address("n" + i, "", "", i <= voters))
                .toList();
        NodeStatus status = new NodeStatus(role, Optional.of("n1"), 1, 7, 7, -1, voters, members);
        ReplicationFigures figures = new ReplicationFigures(
                1, List.of(followers), 0, Duration.ZERO, 0, Duration.ZERO, Duration.ZERO, OptionalLong.empty(), 0);
        NodeMetrics metrics = new NodeMetrics(new BuildInfo("test"), Optional.empty());
        metrics.showReplication(() -> Optional.of(status), () -> Optional.of(figures));
        return only(metrics, TOLERANCE).map(metric -> metric.getGauge().getValue());
    }

    private static ReplicationFigures.Follower follower(String name, int silentSeconds) {
        return new ReplicationFigures.Follower(PeerId.of(name), 0, Duration.ofSeconds(silentSeconds));
    }

    private Optional<Metric> only(String family) throws IOException {
        return only(metrics, family);
    }

    private static Optional<Metric> only(NodeMetrics metrics, String name) throws IOException {
        for (MetricFamily family : metrics.collect()) {
            if (family.name().equals(name)) {
                return Optional.of(dev.quorumgate.proto.client.MetricFamily.parseFrom(
                                CodedInputStream.newInstance(family.metrics()))
                        .getMetric(0));
            }
        }
        return Optional.empty();
    }
}
