package dev.quorumgate.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quorumgate.cluster.BackupSource;
import dev.quorumgate.cluster.NoQuorumException;
import dev.quorumgate.proto.admin.AdminServiceGrpc;
import dev.quorumgate.proto.admin.BackupPart;
import dev.quorumgate.proto.admin.SaveBackupRequest;
import dev.quorumgate.rpc.Deadlines;
import dev.quorumgate.rpc.Outbox;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: a backup reaches who asked for it, and costs the node little memory and no thread of the network, however slow that one
 * is. Method: real gRPC, and sources that write whatever a test wants.
 */
class BackupCallsTest {
    private static final long LARGE = 200L << 20;
    /** For callers who set no deadline. */
    private static final Duration SHORT = Duration.ofMillis(500);

    private final AtomicLong written = new AtomicLong();
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
    private BackupSource source = (out, allowStale) -> {};
    private final BackupCalls calls = new BackupCalls((out, allowStale) -> source.writeTo(out, allowStale));
    private final RpcBudget budget = new RpcBudget(new Errors(() -> "c1"));
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        server = NettyServerBuilder.forPort(0)
                .directExecutor()
                .addService(ServerInterceptors.intercept(
                        new AdminServiceGrpc.AdminServiceImplBase() {
                            @Override
                            public void saveBackup(SaveBackupRequest request, StreamObserver<BackupPart> observer) {
                                budget.streamLong(
                                        observer, (patience, out) -> calls.save(request.getAllowStale(), out));
                            }
                        },
                        new Deadlines(
                                Map.of(AdminServiceGrpc.getSaveBackupMethod().getFullMethodName(), SHORT), clock)))
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() {
        budget.close();
        clock.shutdownNow();
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void sendsWhatTheSourceWrites() throws IOException {
        source = (out, allowStale) -> {
            out.write(allowStale ? 1 : 0);
            out.write(new byte[3 * PartStream.PART_BYTES]);
            out.write(new byte[] {7});
        };

        ByteArrayOutputStream received = new ByteArrayOutputStream();
        for (Iterator<BackupPart> parts = save(true); parts.hasNext(); ) {
            parts.next().getBytes().writeTo(received);
        }

        byte[] bytes = received.toByteArray();
        assertThat(bytes).hasSize(3 * PartStream.PART_BYTES + 2);
        assertThat(List.of(bytes[0], bytes[bytes.length - 1])).containsExactly((byte) 1, (byte) 7);
    }

    @Test
    void waitsForAReceiverThatIsSlow() {
        source = this::writeMuch;

        Iterator<BackupPart> parts = save(false);
        long bytes = parts.next().getBytes().size();
        await().during(500, TimeUnit.MILLISECONDS).until(() -> written.get() < LARGE / 10);

        while (parts.hasNext()) {
            bytes += parts.next().getBytes().size();
        }
        assertThat(bytes).isEqualTo(LARGE);
    }

    @Test
    void endsWhenTheReceiverGoesAndServesTheNextOne() {
        source = this::writeMuch;
        Context.CancellableContext caller = Context.current().withCancellation();
        caller.run(() -> save(false).next());

        caller.cancel(null);

        assertThat(broken)
                .succeedsWithin(30, TimeUnit.SECONDS)
                .satisfies(failure -> assertThat(failure).isInstanceOf(Outbox.NobodyListensException.class));
        source = (out, allowStale) -> out.write(1);
        await().ignoreExceptions().until(() -> save(false).next().getBytes().size() == 1);
    }

    @Test
    void endsWhenNobodyTakesItInTimeWhoeverSetTheTime() {
        source = this::writeMuch;
        Iterator<BackupPart> parts =
                AdminServiceGrpc.newBlockingStub(channel).saveBackup(SaveBackupRequest.getDefaultInstance());
        parts.next();

        assertThat(broken)
                .succeedsWithin(30, TimeUnit.SECONDS)
                .satisfies(failure -> assertThat(failure).isInstanceOf(Outbox.NobodyListensException.class));

        source = (out, allowStale) -> out.write(1);
        await().ignoreExceptions().until(() -> save(false).next().getBytes().size() == 1);
        assertThatThrownBy(() -> parts.forEachRemaining(part -> {}))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        end -> assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
    }

    @Test
    void givesOneAtATime() {
        source = this::writeMuch;
        Iterator<BackupPart> first = save(false);
        first.next();

        assertThatThrownBy(() -> save(false).next())
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED))
                .hasMessageContaining("gives a backup already");
    }

    @Test
    void saysWhyThereIsNone() {
        source = (out, allowStale) -> {
            throw new NoQuorumException("n2 and n3 do not answer", 3, List.of("n2", "n3"));
        };

        assertThatThrownBy(() -> save(false).next())
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("n2 and n3 do not answer");
    }

    private Iterator<BackupPart> save(boolean allowStale) {
        return AdminServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .saveBackup(
                        SaveBackupRequest.newBuilder().setAllowStale(allowStale).build());
    }

    private void writeMuch(java.io.OutputStream out, boolean allowStale) throws IOException {
        byte[] some = new byte[64 << 10];
        try {
            while (written.addAndGet(some.length) <= LARGE) {
                out.write(some);
            }
        } catch (IOException | RuntimeException e) {
            broken.complete(e);
            throw e;
        }
    }
}
