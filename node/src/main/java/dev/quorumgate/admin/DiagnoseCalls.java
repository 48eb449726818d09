package dev.quorumgate.admin;

import dev.quorumgate.cluster.ClusterAdmin;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.peer.Reports;
import dev.quorumgate.proto.admin.AdminServiceGrpc;
import dev.quorumgate.proto.admin.DiagnoseReply;
import dev.quorumgate.proto.admin.DiagnoseRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a node sees around itself: its machine, and the others from where it stands. */
final class DiagnoseCalls {
    /** For one port, or one report. */
    private static final Duration REACH = Duration.ofMillis(1500);

    private final ClusterAdmin admin;
    private final Forwarding forwarding;
    private final Supplier<Surroundings> surroundings;

    DiagnoseCalls(ClusterAdmin admin, Forwarding forwarding, Supplier<Surroundings> surroundings) {
        this.admin = admin;
        this.forwarding = forwarding;
        this.surroundings = surroundings;
    }

    /** Of the member of a name; of this node without one. */
    DiagnoseReply diagnose(DiagnoseRequest request, Patience patience) throws Exception {
        return request.getName().isEmpty()
                ? here(patience)
                : forwarding.by(request.getName(), AdminServiceGrpc.getDiagnoseMethod(), request, patience, this::here);
    }

    private DiagnoseReply here(Patience patience) {
        Duration time = patience.upTo(REACH);
        List<CompletableFuture<DiagnoseReply.Reach>> reached = new ArrayList<>();
        for (MemberRef member : admin.configuration().all()) {
            if (!member.id().equals(admin.self().id())) {
                reached.add(CompletableFuture.supplyAsync(
                                () -> raftPort(member, time), task -> onThread(task, member.name()))
                        .completeOnTimeout(
                                reach(member, member.raftAddress())
                                        .setProblem("its name is looked up for longer than " + time.toMillis() + " ms")
                                        .build(),
                                2 * time.toMillis(),
                                TimeUnit.MILLISECONDS));
                reached.add(adminPort(member, time));
            }
        }
        Surroundings around = surroundings.get();
        DiagnoseReply.Builder reply = DiagnoseReply.newBuilder()
                .setReport(Reports.message(admin.report()))
                .setFileLimit(around.fileLimit())
                .setFilesOpen(around.filesOpen())
                .setJavaVersion(around.javaVersion())
                .setStoragePath(around.storage().toString())
                .setStorageKind(around.storageKind());
        for (Surroundings.Certificate each : around.certificates()) {
            reply.addCertificatesBuilder()
                    .setUse(each.use())
                    .setFile(each.file())
                    .setSubject(each.subject())
                    .setNotAfterSeconds(each.end().getEpochSecond());
        }
        reached.forEach(each -> reply.addReach(each.join()));
        return reply.build();
    }

    /** Nothing is said there: that a connection comes about is what firewalls and wrong addresses prevent. */
    private static DiagnoseReply.Reach raftPort(MemberRef member, Duration time) {
        DiagnoseReply.Reach.Builder reach = reach(member, member.raftAddress());
        int colon = member.raftAddress().lastIndexOf(':');
        String host = member.raftAddress().substring(0, colon).replaceAll("[\\[\\]]", "");
        InetSocketAddress address = new InetSocketAddress(
                host, Integer.parseInt(member.raftAddress().substring(colon + 1)));
        if (address.isUnresolved()) {
            return reach.setProblem("no host of this name is known here").build();
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, Math.max(1, (int) time.toMillis()));
        } catch (IOException e) {
            reach.setProblem("no connection: " + e.getMessage());
        }
        return reach.build();
    }

    private CompletableFuture<DiagnoseReply.Reach> adminPort(MemberRef member, Duration time) {
        long begun = System.nanoTime();
        Instant asked = Instant.now();
        return admin.reportOf(member, 0, time).handle((report, failure) -> {
            DiagnoseReply.Reach.Builder reach = reach(member, member.adminAddress());
            return report == null
                    ? reach.setProblem(String.valueOf(Futures.cause(failure).getMessage()))
                            .build()
                    : reach.setClockOffsetMillis(
                                    offsetMillis(report, asked, Duration.ofNanos(System.nanoTime() - begun)))
                            .build();
        });
    }

    /** By how much the clock of another node is ahead at least; its answer may be of any moment since it was asked. */
    static long offsetMillis(NodeReport report, Instant asked, Duration answeredAfter) {
        Instant clock = report.clock();
        if (clock.isBefore(asked)) {
            return Duration.between(asked, clock).toMillis();
        }
        Instant answered = asked.plus(answeredAfter);
        return clock.isAfter(answered) ? Duration.between(answered, clock).toMillis() : 0;
    }

    private static DiagnoseReply.Reach.Builder reach(MemberRef member, String address) {
        return DiagnoseReply.Reach.newBuilder().setMember(member.name()).setAddress(address);
    }

    /** For a moment: members are few. */
    private static void onThread(Runnable task, String member) {
        Thread thread = new Thread(task, "reach-" + member);
        thread.setDaemon(true);
        thread.start();
    }
}
