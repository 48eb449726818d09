package dev.quorumgate.peer;

import com.google.protobuf.ByteString;
import dev.quorumgate.cluster.GroupDigest;
import dev.quorumgate.proto.peer.DigestsReply;
import dev.quorumgate.rpc.Outbox;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;

/** Hashes of groups on their way from one node to another: many at a time, and no more than are taken. */
final class DigestStream {
    private static final int GROUPS_AT_A_TIME = 1000;

    private DigestStream() {}

    static void send(Iterator<GroupDigest> digests, Outbox<DigestsReply> out) {
        try {
            while (digests.hasNext()) {
                DigestsReply.Builder part = DigestsReply.newBuilder();
                while (digests.hasNext() && part.getGroupsCount() < GROUPS_AT_A_TIME) {
                    GroupDigest each = digests.next();
                    part.addGroupsBuilder()
                            .setKey(ByteString.copyFrom(each.key()))
                            .setHash(each.hash());
                }
                out.send(part.build());
            }
            out.complete();
        } catch (Outbox.NobodyListensException e) {
            out.abandon();
        } catch (InterruptedException e) {
            out.fail(Status.UNAVAILABLE.withDescription("this node is stopping").asRuntimeException());
            Thread.currentThread().interrupt();
        }
    }

    static Iterator<GroupDigest> receive(Iterator<DigestsReply> parts) {
        return new Iterator<>() {
            private Iterator<DigestsReply.Group> part =
                    List.<DigestsReply.Group>of().iterator();

            @Override
            public boolean hasNext() {
                try {
                    while (!part.hasNext() && parts.hasNext()) {
                        part = parts.next().getGroupsList().iterator();
                    }
                    return part.hasNext();
                } catch (StatusRuntimeException e) {
                    throw new UncheckedIOException(
                            new IOException("the hashes of groups did not come to their end: " + e.getMessage(), e));
                }
            }

            @Override
            public GroupDigest next() {
                DigestsReply.Group group = part.next();
                return new GroupDigest(group.getKey().toByteArray(), group.getHash());
            }
        };
    }
}
