package dev.quorumgate.app;

import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.Membership;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.ReplicationFigures;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.raft.RaftNode;
import dev.quorumgate.telemetry.Readiness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What this node says of itself. Calls may overlap. */
final class SelfPortrait {
    private static final NodeReport.Disk UNKNOWN_DISK = new NodeReport.Disk(-1, -1, -1);

    private final Supplier<MemberRef> self;
    private final String version;
    private final RaftNode node;
    private final Readiness readiness;
    private final NodeAlarms alarms;
    private final Clock clock;
    private final Instant startedAt;

    SelfPortrait(
            Supplier<MemberRef> self,
            String version,
            RaftNode node,
            Readiness readiness,
            NodeAlarms alarms,
            Clock clock,
            Instant startedAt) {
        this.self = self;
        this.version = version;
        this.node = node;
        this.readiness = readiness;
        this.alarms = alarms;
        this.clock = clock;
        this.startedAt = startedAt;
    }

    MemberRef self() {
        return self.get();
    }

    NodeReport draw() {
        Optional<NodeStatus> status = node.status();
        Optional<ReplicationFigures> figures = node.figures();
        Groups view = node.latest();
        Instant now = clock.instant();
        return new NodeReport(
                self.get(),
                version,
                status.map(NodeStatus::role).orElse(NodeStatus.Role.NONE),
                node.leader().map(MemberRef::id),
                status.map(NodeStatus::term).orElse(0L),
                status.map(NodeStatus::commitIndex).orElse(-1L),
                view.position().appliedIndex(),
                status.map(NodeStatus::snapshotIndex).orElse(-1L),
                node.configuration(),
                view.byKey().size(),
                view.seriesCount(),
                figures.map(ReplicationFigures::storeBytes).orElse(0L),
                node.logBytes(),
                alarms.disk().orElse(UNKNOWN_DISK),
                alarms.board().all(),
                readiness.isDrained(),
                readiness.unreadyBecause(),
                Duration.between(startedAt, now),
                now,
                RaftNode.LOG_FORMAT_MAX,
                RaftNode.STORE_FORMAT_MAX,
                node.marked().map(SelfPortrait::marked),
                figures.map(ReplicationFigures::followers).orElse(List.of()),
                node.waiting().stream().map(Membership.Waiting::node).toList(),
                alarms.verdict().refusesPushesBecause());
    }

    private static NodeReport.Marked marked(Groups view) {
        return new NodeReport.Marked(
                view.position().appliedIndex(),
                view.position().comparableHash(),
                view.byKey().size());
    }
}
