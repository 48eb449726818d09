package dev.quorumgate.admin;

import dev.quorumgate.cluster.ClusterAdmin;
import dev.quorumgate.cluster.ClusterView;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.MemberRow;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.peer.Reports;
import dev.quorumgate.proto.admin.HealthReply;
import dev.quorumgate.proto.admin.ListAlarmsReply;
import dev.quorumgate.proto.admin.Role;
import dev.quorumgate.proto.admin.StatusReply;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** How the cluster is. */
final class StatusCalls {
    private static final long UNKNOWN = -1;

    private final ClusterAdmin admin;

    StatusCalls(ClusterAdmin admin) {
        this.admin = admin;
    }

    StatusReply status(Patience patience) {
        CompletableFuture<MemberRef> confirmed = admin.confirmedLeader(patience.upTo(Round.TIME));
        ClusterView view = Round.ask(admin, patience);
        Optional<MemberRef> leader =
                confirmed.handle((found, failure) -> Optional.ofNullable(found)).join();
        StatusReply.Builder reply = StatusReply.newBuilder()
                .setClusterId(admin.clusterId())
                .setAnsweredBy(admin.self().name())
                .setLeader(leader.map(MemberRef::name).orElse(""))
                .setTerm(view.term())
                .setQuorum(Quorums.message(view.safety()));
        view.pushesRefusedBecause(leader.isPresent()).ifPresent(reply::setPushesRefusedBecause);
        view.rows(admin.report()).forEach(row -> reply.addMembers(row(row)));
        return reply.build();
    }

    HealthReply health(Patience patience) throws Exception {
        long begun = System.nanoTime();
        long index = patience.await(admin.mark(patience.leftForAnother()));
        long committed = millisSince(begun);
        HealthReply.Builder reply = HealthReply.newBuilder().setIndex(index).setCommitMillis(committed);
        Map<MemberRef, CompletableFuture<HealthReply.Member>> members = admin.configuration().all().stream()
                .collect(Collectors.toMap(member -> member, member -> reached(member, index, begun, patience)));
        members.entrySet().stream()
                .sorted(Comparator.comparing(each -> each.getKey().id()))
                .forEach(each -> reply.addMembers(each.getValue().join()));
        return reply.build();
    }

    ListAlarmsReply alarms(Patience patience) {
        ClusterView view = Round.ask(admin, patience);
        ListAlarmsReply.Builder reply = ListAlarmsReply.newBuilder();
        view.reports()
                .values()
                .forEach(report -> report.alarms().forEach(alarm -> reply.addAlarms(Reports.message(alarm))));
        view.silent().keySet().forEach(id -> reply.addSilent(id.name()));
        return reply.build();
    }

    private CompletableFuture<HealthReply.Member> reached(MemberRef member, long index, long begun, Patience patience) {
        return admin.reportOf(member, index, patience.left()).handle((report, failure) -> {
            HealthReply.Member.Builder row = HealthReply.Member.newBuilder()
                    .setName(member.name())
                    .setMillis(millisSince(begun))
                    .setReached(report != null && report.appliedIndex() >= index);
            if (report == null) {
                row.setProblem(
                        failure == null
                                ? "does not answer"
                                : String.valueOf(Futures.cause(failure).getMessage()));
            } else if (report.appliedIndex() < index) {
                row.setProblem("has applied " + report.appliedIndex() + " of " + index);
            } else {
                row.setProblem(report.alarms().stream()
                        .map(alarm -> alarm.kind() + ": " + alarm.detail())
                        .collect(Collectors.joining("; ")));
            }
            return row.build();
        });
    }

    private static StatusReply.Row row(MemberRow row) {
        dev.quorumgate.proto.admin.NodeReport.Builder report = row.report()
                .map(each -> Reports.message(each).toBuilder())
                .orElseGet(() -> dev.quorumgate.proto.admin.NodeReport.newBuilder()
                        .setMember(Reports.message(row.member()))
                        .setRole(Role.SILENT));
        return StatusReply.Row.newBuilder()
                .setReport(row.isWaiting() ? report.setRole(Role.WAITING) : report)
                .setSilentBecause(row.silentBecause())
                .setLagEntries(row.lagEntries().orElse(UNKNOWN))
                .setLastContactMillis(row.lastContact().map(Duration::toMillis).orElse(UNKNOWN))
                .build();
    }

    private static long millisSince(long begun) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }
}
