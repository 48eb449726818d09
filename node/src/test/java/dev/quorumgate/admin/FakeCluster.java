package dev.quorumgate.admin;

import dev.quorumgate.cluster.Alarm;
import dev.quorumgate.cluster.ClusterAdmin;
import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.GroupDigest;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.PeerId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Members that hold what a test says, and answer at once. */
final class FakeCluster implements ClusterAdmin {
    /** Group digests of each member, in the order of their keys. */
    final Map<String, List<GroupDigest>> held = new TreeMap<>();

    /** Who holds what the majority does, as they were told. */
    final Map<String, Boolean> told = new TreeMap<>();

    /** How many marks of others come right after those of this node. */
    int otherMarks;

    boolean forgetful;
    private long index = 100;

    @Override
    public Configuration configuration() {
        return new Configuration(
                1, held.keySet().stream().map(FakeCluster::member).toList(), List.of());
    }

    @Override
    public CompletableFuture<Long> mark(Duration patience) {
        return CompletableFuture.completedFuture(++index);
    }

    @Override
    public CompletableFuture<NodeReport> reportOf(MemberRef member, long appliedIndex, Duration patience) {
        long marked = index;
        if (otherMarks > 0) {
            otherMarks--;
            marked++;
        }
        List<GroupDigest> groups = held(member);
        long hash = groups.stream().mapToLong(GroupDigest::hash).sum();
        return CompletableFuture.completedFuture(report(member, new NodeReport.Marked(marked, hash, groups.size())));
    }

    @Override
    public Iterator<GroupDigest> digestsOf(MemberRef member, long at, Duration patience) throws IOException {
        if (forgetful) {
            throw new IOException(member.name() + " does not keep what it had at log index " + at);
        }
        return held(member).iterator();
    }

    @Override
    public void tellCompared(MemberRef member, boolean holdsTheSame, long at) {
        told.put(member.name(), holdsTheSame);
    }

    private List<GroupDigest> held(MemberRef member) {
        return held.getOrDefault(member.name(), List.of());
    }

    private NodeReport report(MemberRef member, NodeReport.Marked marked) {
        return new NodeReport(
                member,
                "1",
                NodeStatus.Role.FOLLOWER,
                Optional.empty(),
                1,
                marked.index(),
                marked.index(),
                0,
                configuration(),
                marked.groups(),
                0,
                0,
                0,
                new NodeReport.Disk(0, 0, 0),
                List.of(),
                false,
                Optional.empty(),
                Duration.ZERO,
                Instant.EPOCH,
                1,
                1,
                Optional.of(marked),
                List.of(),
                List.of(),
                Optional.empty());
    }

    private static MemberRef member(String name) {
        return new MemberRef(PeerId.of(name), name + ":1", name + ":2");
    }

    @Override
    public String clusterId() {
        return "c1";
    }

    @Override
    public MemberRef self() {
        return member("n1");
    }

    @Override
    public Optional<MemberRef> leader() {
        return Optional.of(self());
    }

    @Override
    public NodeReport report() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<MemberRef> confirmedLeader(Duration patience) {
        return CompletableFuture.completedFuture(self());
    }

    @Override
    public CompletableFuture<MemberRef> transferLeadership(PeerId to, Duration patience) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<MemberRef> stepDown(Duration patience) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean setDrained(boolean drained) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean recheck(Alarm alarm, boolean dryRun) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Long> snapshot(Duration patience) {
        throw new UnsupportedOperationException();
    }
}
