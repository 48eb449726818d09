package dev.quorumgate.admin;

import dev.quorumgate.cluster.ClusterAdmin;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.proto.admin.AdminServiceGrpc;
import dev.quorumgate.proto.admin.CreateSnapshotReply;
import dev.quorumgate.proto.admin.CreateSnapshotRequest;
import io.grpc.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Snapshots, of one member or of all. */
final class StateCalls {
    private final ClusterAdmin admin;
    private final Forwarding forwarding;

    StateCalls(ClusterAdmin admin, Forwarding forwarding) {
        this.admin = admin;
        this.forwarding = forwarding;
    }

    CreateSnapshotReply createSnapshot(CreateSnapshotRequest request, Patience patience) throws Exception {
        if (!request.getName().isEmpty()) {
            return forwarding.by(
                    request.getName(), AdminServiceGrpc.getCreateSnapshotMethod(), request, patience, this::here);
        }
        List<CompletableFuture<CreateSnapshotReply>> asked = new ArrayList<>();
        for (MemberRef member : admin.configuration().all()) {
            asked.add(CompletableFuture.supplyAsync(
                    () -> of(member, patience), inContext("snapshot-of-" + member.name())));
        }
        CreateSnapshotReply.Builder reply = CreateSnapshotReply.newBuilder();
        for (CompletableFuture<CreateSnapshotReply> each : asked) {
            reply.addAllSnapshots(each.join().getSnapshotsList());
        }
        return reply.build();
    }

    private CreateSnapshotReply of(MemberRef member, Patience patience) {
        CreateSnapshotRequest request =
                CreateSnapshotRequest.newBuilder().setName(member.name()).build();
        try {
            return forwarding.by(
                    member.name(), AdminServiceGrpc.getCreateSnapshotMethod(), request, patience, this::here);
        } catch (Exception e) {
            String problem = String.valueOf(Futures.cause(e).getMessage());
            return reply(CreateSnapshotReply.Snapshot.newBuilder()
                    .setName(member.name())
                    .setIndex(-1)
                    .setProblem(problem));
        }
    }

    private CreateSnapshotReply here(Patience patience) throws Exception {
        long begun = System.nanoTime();
        long index = patience.await(admin.snapshot(patience.left()));
        return reply(CreateSnapshotReply.Snapshot.newBuilder()
                .setName(admin.self().name())
                .setIndex(index)
                .setMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)));
    }

    private static CreateSnapshotReply reply(CreateSnapshotReply.Snapshot.Builder one) {
        return CreateSnapshotReply.newBuilder().addSnapshots(one).build();
    }

    /** A thread for a moment: members are few, and each is waited for. */
    private static java.util.concurrent.Executor inContext(String name) {
        Context context = Context.current();
        return task -> {
            Thread thread = new Thread(context.wrap(task), name);
            thread.setDaemon(true);
            thread.start();
        };
    }
}
