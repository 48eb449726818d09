package dev.quorumgate.peer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.proto.peer.PeerServiceGrpc;
import dev.quorumgate.proto.peer.ReportRequest;
import dev.quorumgate.raft.PeerLink.Peer;
import dev.quorumgate.rpc.RpcChannels;
import dev.quorumgate.rpc.RpcServer;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeerClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aNodeIsToldHowItComparesAlsoWhenWhoAskedForItHasHisAnswer() throws Exception {
        CompletableFuture<StreamObserver<dev.quorumgate.proto.admin.NodeReport>> asked = new CompletableFuture<>();
        PeerServiceGrpc.PeerServiceImplBase node = new PeerServiceGrpc.PeerServiceImplBase() {
            @Override
            public void report(ReportRequest request, StreamObserver<dev.quorumgate.proto.admin.NodeReport> observer) {
                asked.complete(observer);
            }
        };
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (RpcServer server = RpcServer.start(any, Optional.empty(), 1 << 20, List.of(node.bindService()));
                RpcChannels channels = new RpcChannels(Optional.empty())) {
            PeerClient client = new PeerClient(() -> "a cluster", channels);
            Peer told = new Peer(PeerId.of("n2"), "127.0.0.1:" + server.port());
            Context.CancellableContext call = Context.current().withCancellation();

            CompletableFuture<NodeReport> answer = call.call(() -> client.tellCompared(told, true, 7, PATIENCE));
            StreamObserver<dev.quorumgate.proto.admin.NodeReport> observer =
                    asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            call.cancel(null);
            observer.onError(Status.NOT_FOUND.asRuntimeException());

            assertThatThrownBy(() -> answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .hasMessageContaining("NOT_FOUND");
        }
    }
}
