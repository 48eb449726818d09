package dev.quorumgate.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.cli.Cli;
import dev.quorumgate.proto.admin.AdminServiceGrpc;
import dev.quorumgate.proto.admin.HealthReply;
import dev.quorumgate.proto.admin.HealthRequest;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Goal: who waits for health gets it, whichever node is asked first. */
class HealthVerbTest {
    private final CompletableFuture<Server> leaving = new CompletableFuture<>();
    private final Server gone = server((request, observer) -> {
        observer.onError(
                Status.UNAVAILABLE.withDescription("this node is stopping").asRuntimeException());
        leaving.join().shutdownNow();
    });
    private final Server healthy = server((request, observer) -> {
        observer.onNext(HealthReply.newBuilder()
                .setIndex(7)
                .addMembers(HealthReply.Member.newBuilder().setName("n2").setReached(true))
                .build());
        observer.onCompleted();
    });

    @AfterEach
    void stop() {
        gone.shutdownNow();
        healthy.shutdownNow();
    }

    @Test
    void goesToTheNextNodeWhenTheFirstIsGone() {
        leaving.complete(gone);
        StringWriter out = new StringWriter();

        int code = Cli.run(
                List.of(
                        "health",
                        "--wait=60s",
                        "--endpoints=127.0.0.1:" + gone.getPort() + ",127.0.0.1:" + healthy.getPort()),
                new PrintWriter(out),
                new PrintWriter(out));

        assertThat(code).as("%s", out).isZero();
        assertThat(out.toString()).contains("n2");
    }

    private static Server server(BiConsumer<HealthRequest, StreamObserver<HealthReply>> answer) {
        try {
            return NettyServerBuilder.forPort(0)
                    .addService(new AdminServiceGrpc.AdminServiceImplBase() {
                        @Override
                        public void health(HealthRequest request, StreamObserver<HealthReply> observer) {
                            answer.accept(request, observer);
                        }
                    })
                    .build()
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
