package dev.quorumgate.raft;

import dev.quorumgate.cluster.NodeException;
import dev.quorumgate.cluster.NotLeaderException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.rpc.CallId;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/**
 * Puts marks into the log: entries that hold no command. That one can be committed shows that the cluster works, and each node
 * keeps its view as of the last one, so that views can be compared while pushes go on. Calls may overlap.
 */
final class Markers {
    private static final byte[] MARK = CommandCodec.encode(List.of());

    private final Division division;
    private final ClientId clientId = ClientId.randomId();

    Markers(Division division) {
        this.division = division;
    }

    /**
     * Appends a mark, when this node leads.
     *
     * @return its log index, once it is applied here; or {@link NotLeaderException}, or {@link NodeException} when nobody
     *     knows what became of it
     */
    CompletableFuture<Long> append() {
        if (!division.isReadyLeader()) {
            return CompletableFuture.failedFuture(new NotLeaderException("this node does not lead"));
        }
        RaftClientRequest request = RaftClientRequest.newBuilder()
                .setClientId(clientId)
                .setServerId(division.id())
                .setGroupId(division.groupId())
                .setCallId(CallId.getAndIncrement())
                .setMessage(Message.valueOf(UnsafeByteOperations.unsafeWrap(MARK)))
                .setType(RaftClientRequest.writeRequestType())
                .build();
        return division.submit(request)
                .thenCompose(reply -> reply.isSuccess()
                        ? CompletableFuture.completedFuture(reply.getLogIndex())
                        : CompletableFuture.failedFuture(new NodeException(
                                String.valueOf(reply.getException().getMessage()))));
    }
}
