package dev.quorumgate.admin;

import dev.quorumgate.cluster.Alarm;
import dev.quorumgate.cluster.ClusterAdmin;
import dev.quorumgate.cluster.ClusterView;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.SilentMemberException;
import dev.quorumgate.peer.Reports;
import dev.quorumgate.proto.admin.AdminServiceGrpc;
import dev.quorumgate.proto.admin.AlarmKind;
import dev.quorumgate.proto.admin.ClearAlarmsReply;
import dev.quorumgate.proto.admin.ClearAlarmsRequest;
import dev.quorumgate.rpc.ForwardedOnce;

/** Takes alarms back whose cause is gone. Each member looks at those that it has raised. */
final class AlarmCalls {
    private final ClusterAdmin admin;
    private final Forwarding forwarding;
    private final Verification verification;

    AlarmCalls(ClusterAdmin admin, Forwarding forwarding, Verification verification) {
        this.admin = admin;
        this.forwarding = forwarding;
        this.verification = verification;
    }

    ClearAlarmsReply clear(ClearAlarmsRequest request, Patience patience) throws Exception {
        if (ForwardedOnce.isForwarded()) {
            return here(request);
        }
        ClusterView view = Round.ask(admin, patience);
        boolean isToBeCompared = view.reports().values().stream()
                .flatMap(report -> report.alarms().stream())
                .anyMatch(alarm -> alarm.kind() == Alarm.Kind.DIVERGED && isMeant(alarm, request));
        if (isToBeCompared && !request.getDryRun()) {
            verification.run(1, patience); // who holds what the majority does takes it back
        }
        ClearAlarmsReply.Builder reply = ClearAlarmsReply.newBuilder();
        for (MemberRef member : view.configuration().all()) {
            if (member.id().equals(admin.self().id())) {
                reply.mergeFrom(here(request));
            } else if (view.of(member.id()).isPresent()) {
                reply.mergeFrom(forwarding.call(member, AdminServiceGrpc.getClearAlarmsMethod(), request, patience));
            } else if (member.name().equals(request.getMember())) {
                throw new SilentMemberException(
                        member.name(),
                        member.adminAddress(),
                        member.name() + " cannot be asked: "
                                + view.silent().getOrDefault(member.id(), "it does not answer"));
            }
        }
        boolean isFiltered = !request.getMember().isEmpty() || request.getKind() != AlarmKind.ALARM_KIND_UNSPECIFIED;
        if (isFiltered && reply.getClearedCount() + reply.getRemainingCount() == 0 && !isToBeCompared) {
            throw Errors.notFound("there is no such alarm; see: quorumgate alarm list");
        }
        return reply.build();
    }

    private ClearAlarmsReply here(ClearAlarmsRequest request) {
        ClearAlarmsReply.Builder reply = ClearAlarmsReply.newBuilder();
        for (Alarm alarm : admin.report().alarms()) {
            if (!isMeant(alarm, request)) {
                continue;
            }
            if (admin.recheck(alarm, request.getDryRun())) {
                reply.addCleared(Reports.message(alarm));
            } else {
                reply.addRemaining(Reports.message(alarm));
            }
        }
        return reply.build();
    }

    private static boolean isMeant(Alarm alarm, ClearAlarmsRequest request) {
        return (request.getMember().isEmpty() || request.getMember().equals(alarm.member()))
                && (request.getKind() == AlarmKind.ALARM_KIND_UNSPECIFIED
                        || request.getKind().name().equals(alarm.kind().name()));
    }
}
