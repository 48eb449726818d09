package dev.quorumgate.admin;

import dev.quorumgate.cluster.BackupSource;
import dev.quorumgate.cluster.ClusterAdmin;
import dev.quorumgate.cluster.Membership;
import dev.quorumgate.proto.admin.AddMemberRequest;
import dev.quorumgate.proto.admin.AdminServiceGrpc;
import dev.quorumgate.proto.admin.BackupPart;
import dev.quorumgate.proto.admin.ClearAlarmsReply;
import dev.quorumgate.proto.admin.ClearAlarmsRequest;
import dev.quorumgate.proto.admin.CreateSnapshotReply;
import dev.quorumgate.proto.admin.CreateSnapshotRequest;
import dev.quorumgate.proto.admin.DeleteGroupsReply;
import dev.quorumgate.proto.admin.DeleteGroupsRequest;
import dev.quorumgate.proto.admin.DiagnoseReply;
import dev.quorumgate.proto.admin.DiagnoseRequest;
import dev.quorumgate.proto.admin.GetGroupReply;
import dev.quorumgate.proto.admin.GetGroupRequest;
import dev.quorumgate.proto.admin.GroupSummary;
import dev.quorumgate.proto.admin.HealthReply;
import dev.quorumgate.proto.admin.HealthRequest;
import dev.quorumgate.proto.admin.ListAlarmsReply;
import dev.quorumgate.proto.admin.ListAlarmsRequest;
import dev.quorumgate.proto.admin.ListGroupsRequest;
import dev.quorumgate.proto.admin.MemberProgress;
import dev.quorumgate.proto.admin.MembershipReply;
import dev.quorumgate.proto.admin.PromoteMemberRequest;
import dev.quorumgate.proto.admin.PushReply;
import dev.quorumgate.proto.admin.PushRequest;
import dev.quorumgate.proto.admin.RemoveMemberRequest;
import dev.quorumgate.proto.admin.ReplaceMemberRequest;
import dev.quorumgate.proto.admin.SaveBackupRequest;
import dev.quorumgate.proto.admin.SetDrainedReply;
import dev.quorumgate.proto.admin.SetDrainedRequest;
import dev.quorumgate.proto.admin.StatusReply;
import dev.quorumgate.proto.admin.StatusRequest;
import dev.quorumgate.proto.admin.TopReply;
import dev.quorumgate.proto.admin.TopRequest;
import dev.quorumgate.proto.admin.TransferLeadershipReply;
import dev.quorumgate.proto.admin.TransferLeadershipRequest;
import dev.quorumgate.proto.admin.VerifyReply;
import dev.quorumgate.proto.admin.VerifyRequest;
import dev.quorumgate.proto.admin.WipeReply;
import dev.quorumgate.proto.admin.WipeRequest;
import dev.quorumgate.rpc.Deadlines;
import dev.quorumgate.rpc.ForwardedOnce;
import dev.quorumgate.rpc.RpcChannels;
import dev.quorumgate.telemetry.RefusalTally;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** Answers operators. What each call does is in the class that it is handed to. */
public final class AdminEndpoint extends AdminServiceGrpc.AdminServiceImplBase implements Closeable {
    private static final Duration LONG = Duration.ofHours(1);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "admin-deadlines");
        thread.setDaemon(true);
        return thread;
    });
    private final ClusterAdmin admin;
    private final RpcBudget budget;
    private final Forwarding forwarding;
    private final StatusCalls status;
    private final LeadershipCalls leadership;
    private final DrainCalls drains;
    private final StateCalls state;
    private final Verification verification;
    private final AlarmCalls alarms;
    private final GroupCalls groups;
    private final PushCalls pushes;
    private final TopCalls top;
    private final BackupCalls backups;
    private final DiagnoseCalls diagnosis;
    private final MembershipCalls members;

    /**
     * An endpoint that is not bound to a port yet.
     *
     * @param refusals of this node
     * @param flagsOfNewcomers that nodes which join need to be believed, as they are typed
     */
    public AdminEndpoint(
            ClusterAdmin admin,
            Membership membership,
            RpcChannels channels,
            GroupAccess access,
            RefusalTally refusals,
            BackupSource backupSource,
            Supplier<Surroundings> surroundings,
            List<String> flagsOfNewcomers) {
        this.admin = admin;
        budget = new RpcBudget(new Errors(admin::clusterId));
        forwarding = new Forwarding(admin, channels);
        status = new StatusCalls(admin);
        leadership = new LeadershipCalls(admin, forwarding);
        drains = new DrainCalls(admin);
        state = new StateCalls(admin, forwarding);
        verification = new Verification(admin);
        alarms = new AlarmCalls(admin, forwarding, verification);
        groups = new GroupCalls(admin, access);
        pushes = new PushCalls(access);
        top = new TopCalls(admin, access, refusals);
        backups = new BackupCalls(backupSource);
        diagnosis = new DiagnoseCalls(admin, forwarding, surroundings);
        members = new MembershipCalls(admin, membership, flagsOfNewcomers);
    }

    /** For a server: with deadlines, and the mark of calls that were handed on. */
    public ServerServiceDefinition definition() {
        Map<String, Duration> longer = Map.of(
                AdminServiceGrpc.getSaveBackupMethod().getFullMethodName(), LONG,
                AdminServiceGrpc.getAddMemberMethod().getFullMethodName(), LONG,
                AdminServiceGrpc.getReplaceMemberMethod().getFullMethodName(), LONG);
        return ServerInterceptors.intercept(
                this,
                new Deadlines(longer, clock),
                new ForwardedOnce(() -> admin.self().id().toString()));
    }

    @Override
    public void close() {
        budget.close();
        clock.shutdownNow();
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusReply> observer) {
        budget.answer(observer, status::status);
    }

    @Override
    public void health(HealthRequest request, StreamObserver<HealthReply> observer) {
        budget.answer(observer, status::health);
    }

    @Override
    public void listAlarms(ListAlarmsRequest request, StreamObserver<ListAlarmsReply> observer) {
        budget.answer(observer, status::alarms);
    }

    @Override
    public void addMember(AddMemberRequest request, StreamObserver<MemberProgress> observer) {
        budget.streamLong(
                observer,
                (patience, out) -> forwarding.streamedByLeader(
                        AdminServiceGrpc.getAddMemberMethod(),
                        request,
                        patience,
                        out,
                        (left, here) -> members.add(request, left, here)));
    }

    @Override
    public void promoteMember(PromoteMemberRequest request, StreamObserver<MembershipReply> observer) {
        budget.answer(
                observer,
                patience -> forwarding.byLeader(
                        AdminServiceGrpc.getPromoteMemberMethod(),
                        request,
                        patience,
                        left -> members.promote(request, left)));
    }

    @Override
    public void removeMember(RemoveMemberRequest request, StreamObserver<MembershipReply> observer) {
        budget.answer(
                observer,
                patience -> forwarding.byLeader(
                        AdminServiceGrpc.getRemoveMemberMethod(),
                        request,
                        patience,
                        left -> members.remove(request, left)));
    }

    @Override
    public void replaceMember(ReplaceMemberRequest request, StreamObserver<MemberProgress> observer) {
        budget.streamLong(
                observer,
                (patience, out) -> forwarding.streamedByLeader(
                        AdminServiceGrpc.getReplaceMemberMethod(),
                        request,
                        patience,
                        out,
                        (left, here) -> members.replace(request, left, here)));
    }

    @Override
    public void clearAlarms(ClearAlarmsRequest request, StreamObserver<ClearAlarmsReply> observer) {
        budget.answer(observer, patience -> alarms.clear(request, patience));
    }

    @Override
    public void transferLeadership(
            TransferLeadershipRequest request, StreamObserver<TransferLeadershipReply> observer) {
        budget.answer(
                observer,
                patience -> forwarding.byLeader(
                        AdminServiceGrpc.getTransferLeadershipMethod(),
                        request,
                        patience,
                        left -> leadership.transfer(request, left)));
    }

    @Override
    public void setDrained(SetDrainedRequest request, StreamObserver<SetDrainedReply> observer) {
        budget.answer(
                observer,
                patience -> forwarding.by(
                        request.getName(),
                        AdminServiceGrpc.getSetDrainedMethod(),
                        request,
                        patience,
                        left -> drains.set(request, left)));
    }

    @Override
    public void createSnapshot(CreateSnapshotRequest request, StreamObserver<CreateSnapshotReply> observer) {
        budget.answer(observer, patience -> state.createSnapshot(request, patience));
    }

    @Override
    public void verify(VerifyRequest request, StreamObserver<VerifyReply> observer) {
        budget.answer(observer, patience -> verification.run(request.getDifferencesMax(), patience));
    }

    @Override
    public void saveBackup(SaveBackupRequest request, StreamObserver<BackupPart> observer) {
        budget.streamLong(observer, (patience, out) -> {
            if (request.getName().isEmpty() || forwarding.isSelf(request.getName())) {
                backups.save(request.getAllowStale(), out);
            } else {
                forwarding.pipe(
                        forwarding.member(request.getName()),
                        AdminServiceGrpc.getSaveBackupMethod(),
                        request,
                        patience,
                        out);
            }
        });
    }

    @Override
    public void listGroups(ListGroupsRequest request, StreamObserver<GroupSummary> observer) {
        budget.stream(observer, (patience, out) -> groups.list(request, patience, out));
    }

    @Override
    public void getGroup(GetGroupRequest request, StreamObserver<GetGroupReply> observer) {
        budget.answer(observer, patience -> groups.get(request, patience));
    }

    @Override
    public void deleteGroups(DeleteGroupsRequest request, StreamObserver<DeleteGroupsReply> observer) {
        budget.answer(observer, patience -> groups.delete(request, patience));
    }

    @Override
    public void push(PushRequest request, StreamObserver<PushReply> observer) {
        budget.answer(observer, patience -> pushes.push(request, patience));
    }

    @Override
    public void wipe(WipeRequest request, StreamObserver<WipeReply> observer) {
        budget.answer(observer, patience -> groups.wipe(request, patience));
    }

    @Override
    public void top(TopRequest request, StreamObserver<TopReply> observer) {
        budget.answer(observer, patience -> top.top(request));
    }

    @Override
    public void diagnose(DiagnoseRequest request, StreamObserver<DiagnoseReply> observer) {
        budget.answer(observer, patience -> diagnosis.diagnose(request, patience));
    }
}
