package dev.quorumgate.raft;

import dev.quorumgate.store.LiveCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.exceptions.ChecksumException;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts Ratis on what the data folder holds. */
final class RatisStart {
    private static final Logger logger = LoggerFactory.getLogger(RatisStart.class);

    private final UUID clusterId;
    private final RaftSettings settings;

    private RatisStart(UUID clusterId, RaftSettings settings) {
        this.clusterId = clusterId;
        this.settings = settings;
    }

    /** A server and the state machine under it. */
    record Started(RaftServer server, GroupStateMachine stateMachine) {
        void close() throws IOException {
            stateMachine.expectClose();
            server.close();
        }
    }

    /** @throws IOException if the port is taken, or the data folder is damaged or refuses; the message says which */
    static Started start(UUID clusterId, RaftSettings settings, Clock clock, NodeFaults faults) throws IOException {
        RatisStart start = new RatisStart(clusterId, settings);
        if (start.mayVote()) {
            return start.once(RatisProperties.of(settings), clock, faults);
        }
        Started started = start.once(RatisProperties.ofListener(settings), clock, faults);
        if (start.hasNoVote(started.server())) {
            return started;
        }
        boolean isOutside = start.isOutside(started.server());
        started.close();
        if (isOutside && settings.standing() == RaftSettings.Standing.NEWCOMER) {
            // It was sent a part of the log by others who then gave up adding it. That log names other members, and
            // Ratis
            // would wait, unable to become one of those who vote. None of its answers is missed: they count from the
            // entry on
            // that makes it a member, which it does not have; and every leader after it needs a majority without it as
            // well,
            // until it has the one that ends the change.
            logger.info("what this node has received while it was not taken in is thrown away");
            start.deleteLog();
            return start.once(RatisProperties.ofListener(settings), clock, faults);
        }
        return start.once(RatisProperties.of(settings), clock, faults); // it was given a vote last thing
    }

    private Started once(RaftProperties properties, Clock clock, NodeFaults faults) throws IOException {
        GroupStateMachine stateMachine = new GroupStateMachine(clusterId, settings, clock, faults);
        RatisPort port = new RatisPort(settings.self().id(), settings.tls().map(RatisTls::new));
        RaftServer server = RaftServer.newBuilder()
                .setServerId(PeerIds.ratis(settings.self().id()))
                .setGroup(RaftGroup.valueOf(groupId(), initialPeers()))
                .setStateMachine(stateMachine)
                .setProperties(properties)
                .setParameters(port.parameters())
                .setOption(RaftStorage.StartupOption.RECOVER)
                .build();
        port.showFlushedIndex(() -> flushedIndex(server));
        Started started = new Started(server, stateMachine);
        try {
            server.start();
            requireNoGap(server.getDivision(groupId()), stateMachine);
            return started;
        } catch (IOException | RuntimeException e) {
            started.close();
            throw told(e);
        }
    }

    /**
     * Whom Ratis takes for the members until its log or its copy of the configuration says otherwise. Who joins is nothing but
     * a listener then, who neither votes nor stands for election: Ratis leaves a server that begins without any members in a
     * state in which it cannot become one that votes.
     */
    private List<RaftPeer> initialPeers() {
        return settings.founders()
                .map(founders -> founders.all().stream()
                        .map(founder -> PeerIds.ratis(founder.asFounder()))
                        .toList())
                .orElseGet(() -> List.of(PeerIds.listener(settings.self())));
    }

    /** Whether this node has a vote from the start, as far as can be told before. */
    private boolean mayVote() throws IOException {
        return settings.founders().isPresent()
                || settings.standing() == RaftSettings.Standing.MOVING
                || StoredConfiguration.read(settings.storage(), clusterId.toString())
                        .filter(members -> members.isVoter(settings.self().id()))
                        .isPresent();
    }

    private boolean hasNoVote(RaftServer server) throws IOException {
        DivisionInfo info = server.getDivision(groupId()).getInfo();
        return info.getLifeCycleState() == LifeCycle.State.RUNNING && info.isListener();
    }

    /** Whether its log knows members, and this node is none of them. */
    private boolean isOutside(RaftServer server) throws IOException {
        return server.getDivision(groupId())
                        .getRaftConf()
                        .getPeer(PeerIds.ratis(settings.self().id()), RaftPeerRole.FOLLOWER, RaftPeerRole.LISTENER)
                == null;
    }

    private long flushedIndex(RaftServer server) {
        try {
            return server.getDivision(groupId()).getRaftLog().getFlushIndex();
        } catch (IOException e) {
            return -1; // it has ended
        }
    }

    /** Ratis would wait for the missing entries for ever, and vote all the while. */
    private void requireNoGap(RaftServer.Division division, GroupStateMachine stateMachine) throws IOException {
        long begin = division.getRaftLog().getStartIndex();
        if (begin > stateMachine.applied().get() + 1) {
            throw new IOException("the log in '" + DataFolders.raft(settings.storage()) + "' begins at index " + begin
                    + ", the newest snapshot ends at " + stateMachine.applied().get() + ". "
                    + DataFolders.SNAPSHOT_REMEDY);
        }
    }

    /** Ratis starts a division on a thread of its own, and wraps what that throws several times over. */
    private IOException told(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof ChecksumException) {
                return new IOException(
                        "the Raft log in '" + DataFolders.raft(settings.storage()) + "' is damaged: "
                                + each.getMessage()
                                + "; put an intact copy of the data folder back, or replace this member by one with an"
                                + " empty data folder: quorumgate member replace",
                        failure);
            }
            if (each instanceof IOException && each.getMessage() != null) {
                return new IOException(each.getMessage(), failure);
            }
            deepest = each;
        }
        return new IOException(
                "cannot replicate with the log in '" + DataFolders.raft(settings.storage()) + "': " + deepest, failure);
    }

    /** All that this node has received, but not what it knows of terms and votes. */
    private void deleteLog() throws IOException {
        Path group = DataFolders.raft(settings.storage()).resolve(clusterId.toString());
        LiveCopy.delete(group.resolve("sm"));
        try (Stream<Path> files = Files.list(group.resolve("current"))) {
            for (Path file : files.filter(each -> !each.endsWith("raft-meta")).toList()) {
                LiveCopy.delete(file);
            }
        }
    }

    private RaftGroupId groupId() {
        return RaftGroupId.valueOf(clusterId);
    }
}
