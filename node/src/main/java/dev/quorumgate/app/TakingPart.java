package dev.quorumgate.app;

import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.DataFolder;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.Members;
import dev.quorumgate.cluster.OwnIdentity;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.peer.FirstStart;
import dev.quorumgate.peer.Greeter;
import dev.quorumgate.peer.JoinLoop;
import dev.quorumgate.peer.PeerClient;
import dev.quorumgate.raft.NodeFaults;
import dev.quorumgate.raft.RaftNode;
import dev.quorumgate.raft.RaftSettings;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node comes to take part in its cluster, by its data folder and its flags: it begins one with others, goes on in one, or
 * is taken in by one; and how it is marked when it is removed.
 */
final class TakingPart {
    private static final Logger logger = LoggerFactory.getLogger(TakingPart.class);

    private final NodeConfig.Cluster flags;
    private final OwnIdentity own;
    private final PeerClient client;
    private final Greeter greeter;
    private final JoinLoop joining;

    TakingPart(
            NodeConfig.Cluster flags, OwnIdentity own, PeerClient client, Greeter greeter, JoinLoop.Software software) {
        this.flags = flags;
        this.own = own;
        this.client = client;
        this.greeter = greeter;
        this.joining = new JoinLoop(flags.join(), self(), software, own, client);
    }

    /** This node, as the others know it or shall know it. */
    MemberRef self() {
        return new MemberRef(
                own.get().peer(), flags.self().raftAddress(), flags.self().adminAddress());
    }

    /** The members that the cluster begins with; empty for a node that did not begin it, or whose flags do not name them. */
    Optional<Members> founders() {
        boolean isFounder = own.get().origin() != DataFolder.Identity.Origin.JOINED
                && own.get().peer().suffix().isEmpty()
                && flags.join().isEmpty();
        return isFounder ? Optional.of(flags.initialMembers()) : Optional.empty();
    }

    RaftSettings.Standing standing() {
        DataFolder.Identity identity = own.get();
        if (!identity.isJoining()) {
            return RaftSettings.Standing.MEMBER;
        }
        return identity.formerly().isPresent() ? RaftSettings.Standing.MOVING : RaftSettings.Standing.NEWCOMER;
    }

    /** What ends this node, and marks its folder when it is no member any more. */
    NodeFaults markingRemoval(NodeFaults faults) {
        return (fault, detail) -> {
            if (fault == NodeFaults.Fault.REMOVED) {
                try {
                    own.become(identity -> identity.removed(detail));
                } catch (IOException e) {
                    logger.error("cannot mark the data folder as one of a removed member", e);
                }
            }
            faults.report(fault, detail);
        };
    }

    /**
     * Waits until this node may take part, and starts it.
     *
     * @param start starts it in the cluster of this id
     * @param progress told what it waits for
     * @throws IOException if it must not; the message says why and what to do
     */
    void begin(RaftNode node, Start start, Consumer<String> progress) throws IOException, InterruptedException {
        if (own.get().isJoining()) {
            joining.awaitCluster(progress);
            start.start(clusterId());
            joining.awaitAdmission(node::isMember, progress);
            logger.info("this node is a member of cluster {} now", own.clusterId());
            return;
        }
        if (!flags.join().isEmpty()) {
            logger.info("--cluster.join is without effect: the data folder belongs to cluster {}", own.clusterId());
            if (beganAlone()) {
                joining.refuseIfForeign(); // it may have data of its own, and be meant to have that of others
            }
        }
        Optional<Members> founders = founders();
        if (founders.isEmpty()) {
            start.start(clusterId());
            return;
        }
        FirstStart firstStart = new FirstStart(founders.get(), greeter, client);
        firstStart.await(progress);
        start.start(clusterId());
        keepGreeting(firstStart, node);
    }

    private boolean beganAlone() {
        DataFolder.Identity identity = own.get();
        return identity.origin() == DataFolder.Identity.Origin.FOUNDED
                && identity.initialMembers().isEmpty();
    }

    /** The start of a node. */
    interface Start {
        void start(UUID clusterId) throws IOException;
    }

    private UUID clusterId() {
        return UUID.fromString(own.clusterId());
    }

    private static void keepGreeting(FirstStart firstStart, RaftNode node) {
        Thread greeting = new Thread(
                () -> {
                    try {
                        firstStart.greetTheRest(name -> isFounder(name, node.configuration()), logger::warn);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "greeting");
        greeting.setDaemon(true);
        greeting.start();
    }

    private static boolean isFounder(String name, Configuration members) {
        return members.index() < 0
                || members.all().stream().anyMatch(member -> member.id().equals(PeerId.of(name)));
    }
}
