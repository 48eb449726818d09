package dev.quorumgate.raft;

import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.groups.CommandLog;
import dev.quorumgate.groups.GroupsReader;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.rpc.CallId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;

/**
 * A member of the cluster at work: replicates commands, gives linearizable views, answers the other members. All calls may
 * overlap once {@link #start} has returned.
 */
public final class RaftNode implements PeerRequests, Closeable {
    /** How long a voter may take to tell its term. */
    private static final Duration TERM_TIMEOUT = Duration.ofSeconds(1);

    private final RaftServer server;
    private final GroupStateMachine stateMachine;
    private final Division division;
    private final LocalProposer proposer;
    private final ReadIndexRounds rounds;
    private final Batcher batcher;
    private final ReadBarrier barrier;
    private final Housekeeping housekeeping;
    private final PeerLink link;

    private RaftNode(
            RaftServer server, GroupStateMachine stateMachine, RaftSettings settings, PeerLink link, NodeFaults faults)
            throws IOException {
        this.server = server;
        this.stateMachine = stateMachine;
        this.link = link;
        this.division = new Division(server, groupId(settings));
        this.proposer = new LocalProposer(division);
        this.rounds = new ReadIndexRounds(division, link, TERM_TIMEOUT);
        this.batcher = new Batcher(settings.pushTimeout(), this::sendToLeader);
        this.barrier = new ReadBarrier(
                division,
                rounds,
                link,
                stateMachine.applied(),
                stateMachine::view,
                this::nudgeLeader,
                settings.scrapeTimeout());
        this.housekeeping = new Housekeeping(server, division, stateMachine, settings, faults);
    }

    /**
     * Starts to take part: opens the store, replays the log and stands for election.
     *
     * @param clock what this node stamps entries with while it leads
     * @throws IOException if the port is taken, or the data folder is damaged or refuses; the message says which
     */
    public static RaftNode start(RaftSettings settings, PeerLink link, Clock clock, NodeFaults faults)
            throws IOException {
        GroupStateMachine stateMachine = new GroupStateMachine(settings, clock, faults);
        List<RaftPeer> peers =
                settings.initialMembers().all().stream().map(RaftNode::peer).toList();
        RaftServer server = RaftServer.newBuilder()
                .setServerId(RaftPeerId.valueOf(settings.self().name()))
                .setGroup(RaftGroup.valueOf(groupId(settings), peers))
                .setStateMachine(stateMachine)
                .setProperties(RatisProperties.of(settings))
                .setParameters(RatisPort.parameters())
                .setOption(RaftStorage.StartupOption.RECOVER)
                .build();
        try {
            server.start();
            return new RaftNode(server, stateMachine, settings, link, faults);
        } catch (IOException | RuntimeException e) {
            stateMachine.expectClose();
            server.close();
            throw e;
        }
    }

    /** Where pushes go. */
    public CommandLog commandLog() {
        return batcher;
    }

    /** Where scrapes come from. */
    public GroupsReader reader() {
        return barrier;
    }

    public NodeStatus status() {
        return division.status(stateMachine.applied());
    }

    /** Whether this node leads, confirmed by a majority just now. */
    public CompletableFuture<Boolean> confirmsLeadership() {
        return rounds.confirm().thenApply(ReadIndexResult.Confirmed.class::isInstance);
    }

    @Override
    public CompletableFuture<ProposeResult> propose(Proposal proposal) {
        return proposer.propose(proposal);
    }

    @Override
    public CompletableFuture<ReadIndexResult> readIndex() {
        return rounds.confirm();
    }

    @Override
    public long currentTerm() {
        if (!division.isRunning()) {
            throw new IllegalStateException("this node does not take part");
        }
        return division.term();
    }

    /** Hands leadership over if it has it, answers what still waits, and stops. */
    @Override
    public void close() throws IOException {
        stateMachine.expectClose();
        housekeeping.close();
        batcher.close();
        barrier.close();
        server.close();
    }

    private CompletableFuture<ProposeResult> sendToLeader(Proposal proposal, Duration timeout) {
        Optional<PeerLink.Peer> leader = division.isRunning() ? division.leader() : Optional.empty();
        if (leader.isEmpty()) {
            return CompletableFuture.completedFuture(new ProposeResult.NotAppended("this node knows no leader"));
        }
        if (leader.get().name().equals(division.id().toString())) {
            return proposer.propose(proposal)
                    .completeOnTimeout(
                            new ProposeResult.Unknown("this node leads and could not reach a majority"),
                            timeout.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
        return link.propose(leader.get(), proposal, timeout);
    }

    /** Ratis's leader answers this request with a heartbeat, which carries the commit index; the answer is of no use. */
    private void nudgeLeader() {
        division.submit(RaftClientRequest.newBuilder()
                        .setClientId(NUDGE_CLIENT)
                        .setServerId(division.id())
                        .setGroupId(division.groupId())
                        .setCallId(CallId.getAndIncrement())
                        .setMessage(Message.EMPTY)
                        .setType(RaftClientRequest.readRequestType(false, false, true))
                        .build())
                .exceptionally(failure -> null);
    }

    private static final ClientId NUDGE_CLIENT = ClientId.randomId();

    private static RaftGroupId groupId(RaftSettings settings) {
        return RaftGroupId.valueOf(settings.clusterId());
    }

    private static RaftPeer peer(Member member) {
        return RaftPeer.newBuilder()
                .setId(member.name())
                .setAddress(member.raftAddress())
                .setAdminAddress(member.adminAddress())
                .build();
    }
}
