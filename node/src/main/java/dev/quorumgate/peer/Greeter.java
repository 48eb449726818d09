package dev.quorumgate.peer;

import dev.quorumgate.cluster.DataFolder;
import dev.quorumgate.cluster.Members;
import dev.quorumgate.proto.peer.GreetReply;
import dev.quorumgate.proto.peer.GreetRequest;
import java.io.IOException;

/**
 * Answers greetings of members that start, and keeps in mind by which data folder each is known. Calls may overlap.
 *
 * @see FirstStart
 */
public final class Greeter {
    private final Members initialMembers;
    private final DataFolder folder;
    private DataFolder.Identity identity;

    public Greeter(Members initialMembers, DataFolder folder, DataFolder.Identity identity) {
        this.initialMembers = initialMembers;
        this.folder = folder;
        this.identity = identity;
    }

    /** Notes that this node takes part from now on. */
    synchronized void markFounded() throws IOException {
        identity = identity.founding();
        folder.mark(identity);
    }

    synchronized DataFolder.Identity identity() {
        return identity;
    }

    synchronized GreetReply greet(GreetRequest caller) throws IOException {
        GreetReply.Builder reply = GreetReply.newBuilder()
                .setNodeId(identity.node())
                .setInitialMembers(initialMembers.canonical())
                .setIncarnation(identity.incarnation());
        if (!caller.getClusterId().equals(identity.clusterId())) {
            return reply.setVerdict(GreetReply.Verdict.OTHER_MEMBERS).build();
        }
        if (caller.getNodeId().equals(identity.node())) {
            return reply.setVerdict(GreetReply.Verdict.OTHER_NODE).build();
        }
        String known = folder.knownMembers().get(caller.getNodeId());
        if (known != null && !known.equals(caller.getIncarnation())) {
            return reply.setVerdict(GreetReply.Verdict.OTHER_INCARNATION)
                    .setIncarnation(known)
                    .build();
        }
        folder.rememberMember(caller.getNodeId(), caller.getIncarnation());
        return reply.setVerdict(GreetReply.Verdict.WELCOME).build();
    }

    /**
     * Keeps in mind the member that answered a greeting of ours.
     *
     * @throws IOException if it is known by another data folder: it has lost its own, and must not be taken for the old one
     */
    synchronized void remember(GreetReply answer) throws IOException {
        String known = folder.knownMembers().get(answer.getNodeId());
        if (known != null && !known.equals(answer.getIncarnation())) {
            throw new IOException("member '" + answer.getNodeId() + "' has another data folder ("
                    + answer.getIncarnation() + ") than this node knows it by (" + known
                    + "): it has lost its data. Put its old data folder back, or replace it by one with a new name");
        }
        folder.rememberMember(answer.getNodeId(), answer.getIncarnation());
    }

    synchronized GreetRequest request() {
        return GreetRequest.newBuilder()
                .setClusterId(identity.clusterId())
                .setNodeId(identity.node())
                .setIncarnation(identity.incarnation())
                .setInitialMembers(initialMembers.canonical())
                .build();
    }
}
