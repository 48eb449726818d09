package dev.quorumgate.peer;

import dev.quorumgate.cluster.DataFolder;
import dev.quorumgate.cluster.OwnIdentity;
import dev.quorumgate.proto.peer.GreetReply;
import dev.quorumgate.proto.peer.GreetRequest;
import java.io.IOException;

/**
 * Answers greetings of members that start, and keeps in mind by which data folder each is known. Calls may overlap.
 *
 * @see FirstStart
 */
public final class Greeter {
    private final OwnIdentity own;

    public Greeter(OwnIdentity own) {
        this.own = own;
    }

    /** Notes that this node takes part from now on. */
    void markFounded() throws IOException {
        own.become(DataFolder.Identity::founding);
    }

    DataFolder.Identity identity() {
        return own.get();
    }

    synchronized GreetReply greet(GreetRequest caller) throws IOException {
        DataFolder.Identity identity = own.get();
        GreetReply.Builder reply = GreetReply.newBuilder()
                .setNodeId(identity.node())
                .setInitialMembers(identity.initialMembers())
                .setIncarnation(identity.incarnation());
        if (!caller.getClusterId().equals(identity.clusterId())) {
            return reply.setVerdict(GreetReply.Verdict.OTHER_MEMBERS).build();
        }
        if (caller.getNodeId().equals(identity.node())) {
            return reply.setVerdict(GreetReply.Verdict.OTHER_NODE).build();
        }
        String known = own.knownMembers().get(caller.getNodeId());
        // Who came to the cluster later has not met those that it began with, and none of them begins anew.
        boolean cameLater = identity.peer().suffix().isPresent();
        if (known == null ? cameLater : !known.equals(caller.getIncarnation())) {
            return reply.setVerdict(GreetReply.Verdict.OTHER_INCARNATION)
                    .setIncarnation(known == null ? "" : known)
                    .build();
        }
        own.rememberMember(caller.getNodeId(), caller.getIncarnation());
        return reply.setVerdict(GreetReply.Verdict.WELCOME).build();
    }

    /**
     * Keeps in mind the member that answered a greeting of ours.
     *
     * @throws IOException if it is known by another data folder: it has lost its own, and must not be taken for the old one
     */
    synchronized void remember(GreetReply answer) throws IOException {
        String known = own.knownMembers().get(answer.getNodeId());
        if (known != null && !known.equals(answer.getIncarnation())) {
            throw new IOException("member '" + answer.getNodeId() + "' has another data folder ("
                    + answer.getIncarnation() + ") than this node knows it by (" + known
                    + "): it has lost its data. Put its old data folder back, or replace it: quorumgate member replace "
                    + answer.getNodeId());
        }
        own.rememberMember(answer.getNodeId(), answer.getIncarnation());
    }

    GreetRequest request() {
        DataFolder.Identity identity = own.get();
        return GreetRequest.newBuilder()
                .setClusterId(identity.clusterId())
                .setNodeId(identity.node())
                .setIncarnation(identity.incarnation())
                .setInitialMembers(identity.initialMembers())
                .build();
    }
}
