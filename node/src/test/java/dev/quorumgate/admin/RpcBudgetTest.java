package dev.quorumgate.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quorumgate.proto.admin.AdminServiceGrpc;
import dev.quorumgate.proto.admin.BackupPart;
import dev.quorumgate.proto.admin.SaveBackupRequest;
import dev.quorumgate.proto.admin.StatusReply;
import dev.quorumgate.proto.admin.StatusRequest;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goal: no kind of call keeps the others from being answered. Method: real gRPC, and calls that end when the test says so. */
class RpcBudgetTest {
    private static final int LONG_CALLS = 4;

    private final RpcBudget budget = new RpcBudget(new Errors(() -> "c1"));
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private RpcBudget.Work<StatusReply> status = patience -> StatusReply.getDefaultInstance();
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        server = NettyServerBuilder.forPort(0)
                .directExecutor()
                .addService(new AdminServiceGrpc.AdminServiceImplBase() {
                    @Override
                    public void saveBackup(SaveBackupRequest request, StreamObserver<BackupPart> observer) {
                        budget.streamLong(observer, (patience, out) -> {
                            underWay.incrementAndGet();
                            end.await();
                        });
                    }

                    @Override
                    public void status(StatusRequest request, StreamObserver<StatusReply> observer) {
                        budget.answer(observer, patience -> status.run(patience));
                    }
                })
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() {
        end.countDown();
        budget.close();
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void callsThatTakeLongLeaveRoomForOthers() {
        for (int i = 0; i < 40; i++) {
            saveBackup();
        }

        await().until(() -> underWay.get() == LONG_CALLS && answered.get() == 40 - LONG_CALLS);
        assertThat(askStatus()).isEqualTo(Status.Code.OK);
        end.countDown();
        await().until(() -> answered.get() == 40);
        saveBackup();
        await().until(() -> underWay.get() == LONG_CALLS + 1);
    }

    @Test
    void anErrorIsAnswered() {
        status = patience -> {
            throw new NoClassDefFoundError("of a jar that was exchanged while the node runs");
        };

        assertThat(askStatus()).isEqualTo(Status.Code.INTERNAL);
    }

    private Status.Code askStatus() {
        try {
            AdminServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(30, TimeUnit.SECONDS)
                    .status(StatusRequest.getDefaultInstance());
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private void saveBackup() {
        AdminServiceGrpc.newStub(channel)
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .saveBackup(SaveBackupRequest.getDefaultInstance(), new StreamObserver<>() {
                    @Override
                    public void onNext(BackupPart part) {}

                    @Override
                    public void onError(Throwable failure) {
                        answered.incrementAndGet();
                    }

                    @Override
                    public void onCompleted() {
                        answered.incrementAndGet();
                    }
                });
    }
}
