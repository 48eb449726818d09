package dev.quorumgate.raft;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.JoinAnswer;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.Membership.Waiting;
import dev.quorumgate.cluster.Newcomer;
import dev.quorumgate.cluster.PeerId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Nodes that wait until an operator has them added. The leader keeps them in mind for as long as they go on asking; nothing is
 * stored. Calls may overlap.
 */
final class WaitingRoom {
    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(10);
    private static final int SEATS = 100;

    private final String clusterId;
    private final Supplier<Configuration> members;
    private final LongSupplier nanoTime;

    private record Seat(Newcomer newcomer, long heardNanos) {}

    @GuardedBy("this")
    private final Map<PeerId, Seat> seats = new LinkedHashMap<>();

    /** @param members who belongs to the cluster, by the log */
    WaitingRoom(String clusterId, Supplier<Configuration> members, LongSupplier nanoTime) {
        this.clusterId = clusterId;
        this.members = members;
        this.nanoTime = nanoTime;
    }

    /** Takes note of a node, unless it never can be taken in. */
    synchronized JoinAnswer announce(Newcomer newcomer) {
        if (!newcomer.clusterId().isEmpty() && !newcomer.clusterId().equals(clusterId)) {
            return new JoinAnswer.Refused("its data folder belongs to cluster " + newcomer.clusterId()
                    + ", and this is cluster " + clusterId
                    + "; give it an empty --storage.path, or correct --cluster.join");
        }
        Configuration now = members.get();
        PeerId id = newcomer.node().id();
        if (now.all().stream().anyMatch(member -> member.id().equals(id))) {
            seats.remove(id);
            return new JoinAnswer.Member(now.index());
        }
        Optional<String> refusal = refusal(newcomer, now);
        if (refusal.isPresent()) {
            return new JoinAnswer.Refused(refusal.get());
        }
        forgetTheSilent();
        // The process before it, at the same address, has ended.
        seats.values().removeIf(seat -> isSamePlace(seat.newcomer.node(), newcomer.node()));
        if (seats.size() >= SEATS && !seats.containsKey(id)) {
            return new JoinAnswer.Refused(SEATS + " other nodes wait to be added; end some of them");
        }
        seats.put(id, new Seat(newcomer, nanoTime.getAsLong()));
        return new JoinAnswer.Wait(clusterId, now.all(), nextStep(newcomer.node(), now));
    }

    private Optional<String> refusal(Newcomer newcomer, Configuration now) {
        if (newcomer.logFormatMax() < CommandCodec.FORMAT_VERSION) {
            return Optional.of("it reads log entries up to format " + newcomer.logFormatMax()
                    + ", and the log may hold format " + CommandCodec.FORMAT_VERSION + "; upgrade it");
        }
        Optional<PeerId> formerly = newcomer.formerly();
        if (formerly.isPresent()
                && now.all().stream().noneMatch(member -> member.id().equals(formerly.get()))) {
            return Optional.of("it was removed from the cluster before it moved; give it an empty --storage.path");
        }
        return Optional.empty();
    }

    private static String nextStep(MemberRef node, Configuration now) {
        return now.named(node.name()).isPresent()
                ? "quorumgate member replace " + node.name() + " " + node.spelled()
                : "quorumgate member add " + node.spelled();
    }

    private static boolean isSamePlace(MemberRef one, MemberRef other) {
        return one.name().equals(other.name())
                && one.raftAddress().equals(other.raftAddress())
                && one.adminAddress().equals(other.adminAddress());
    }

    synchronized List<Waiting> waiting() {
        forgetTheSilent();
        Configuration members = this.members.get();
        long now = nanoTime.getAsLong();
        return seats.values().stream()
                .filter(seat -> members.all().stream()
                        .noneMatch(member ->
                                member.id().equals(seat.newcomer.node().id())))
                .map(seat -> new Waiting(
                        seat.newcomer.node(),
                        seat.newcomer.formerly(),
                        Duration.ofNanos(now - seat.heardNanos),
                        seat.newcomer.ready(),
                        seat.newcomer.logFormatMax()))
                .toList();
    }

    @GuardedBy("this")
    private void forgetTheSilent() {
        long now = nanoTime.getAsLong();
        seats.values().removeIf(seat -> now - seat.heardNanos > FORGOTTEN_AFTER.toNanos());
    }
}
