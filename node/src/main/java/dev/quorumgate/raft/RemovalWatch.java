package dev.quorumgate.raft;

import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.MemberStanding;
import dev.quorumgate.concurrent.Futures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that this node is no member any more. Ratis does not tell: a voter learns of it when it stands for election, one
 * without a vote never, and a leader just ends. So the leader says goodbye, and a node that hears of no leader, or whose
 * Ratis has ended, asks the others. What others say counts only when it comes from a configuration that is committed.
 */
final class RemovalWatch implements NodeFaults {
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    /** How often somebody's word is looked into before it counts for nothing. */
    private static final int QUESTIONS = 30;

    /** How often the others are asked whether it was a removal that Ratis has ended for. */
    private static final int LAST_QUESTIONS = 4;

    private static final Duration LAST_PAUSE = Duration.ofMillis(500);

    private final String clusterId;
    private final Path storage;
    private final PeerLink link;
    private final NodeFaults faults;
    private final AtomicReference<@Nullable Division> division = new AtomicReference<>();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean isTold = new AtomicBoolean();
    private volatile boolean hasBeenMember;
    private volatile String suspect = "";
    private final AtomicInteger questionsLeft = new AtomicInteger();
    private long heardNanos = System.nanoTime();

    /** @param faults told of the removal, and of all other faults that are told this */
    RemovalWatch(String clusterId, RaftSettings settings, PeerLink link, NodeFaults faults) {
        this.clusterId = clusterId;
        this.storage = settings.storage();
        this.hasBeenMember = settings.standing() == RaftSettings.Standing.MEMBER;
        this.link = link;
        this.faults = faults;
    }

    /** From now on there is something to look at. */
    void begin(Division started) {
        division.set(started);
    }

    /** Called about once a second, by one thread. */
    void look() {
        Division now = division.get();
        hasBeenMember |= now != null && now.isMember();
        if (now == null || isHeard(now)) {
            heardNanos = System.nanoTime();
        }
        if (questionsLeft.get() > 0 || System.nanoTime() - heardNanos >= SILENCE.toNanos()) {
            ask();
        }
    }

    /** Who has no vote goes on believing in a leader that has fallen silent. */
    private static boolean isHeard(Division division) {
        return division.leaderSilence()
                .filter(silence -> silence.compareTo(SILENCE) < 0)
                .isPresent();
    }

    /** Somebody says that this node was removed. It is looked into until somebody else says so, too. */
    void told(String by) {
        suspect = by;
        questionsLeft.set(QUESTIONS);
        ask();
    }

    private void ask() {
        if (asking.compareAndSet(false, true)) {
            questionsLeft.updateAndGet(left -> Math.max(0, left - 1));
            Futures.whenDone(removedAt(), (index, failure) -> {
                asking.set(false);
                if (index != null && index.isPresent()) {
                    tell(index.get());
                }
            });
        }
    }

    /**
     * Ratis has ended, or something else has. A removal explains the first; but what Ratis takes for one may be a change that
     * was never committed, so that the others have to confirm it. If nobody does, the next start asks again.
     */
    @Override
    public void report(Fault fault, String detail) {
        if (fault != Fault.RAFT_STOPPED && fault != Fault.REMOVED) {
            faults.report(fault, detail);
        } else {
            explain(detail, LAST_QUESTIONS);
        }
    }

    private void explain(String detail, int questions) {
        Futures.whenDone(removedAt(), (index, failure) -> {
            if (index != null && index.isPresent()) {
                tell(index.get());
            } else if (questions > 1) {
                Futures.whenDone(
                        new CompletableFuture<Boolean>()
                                .completeOnTimeout(true, LAST_PAUSE.toMillis(), TimeUnit.MILLISECONDS),
                        (done, never) -> explain(detail, questions - 1));
            } else if (!isTold.get()) {
                faults.report(Fault.RAFT_STOPPED, detail);
            }
        });
    }

    private void tell(long index) {
        if (!isTold.compareAndSet(false, true)) {
            return;
        }
        Division now = division.get();
        String self = now == null ? "" : ", " + now.self().name() + ",";
        faults.report(
                Fault.REMOVED,
                "this node" + self + " was removed from cluster " + clusterId + " at log index " + index
                        + (suspect.isEmpty() ? "" : " by " + suspect) + "; its data in '" + storage
                        + "' is kept. To take part again give it an empty --storage.path and start it with"
                        + " --cluster.join=HOST:ADMINPORT of a member");
    }

    /** The log index of a committed configuration without this node that follows those that it knows; empty for none. */
    private CompletableFuture<Optional<Long>> removedAt() {
        Division now = division.get();
        if (now == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Configuration known = now.members();
        boolean inIt = known.all().stream().anyMatch(member -> member.id().equals(now.self()));
        if (!hasBeenMember) {
            return CompletableFuture.completedFuture(Optional.empty()); // the others do not know it yet
        }
        if (!inIt && known.index() <= now.commitIndex()) {
            return CompletableFuture.completedFuture(Optional.of(known.index()));
        }
        List<CompletableFuture<Optional<Long>>> answers = Stream.concat(
                        now.previousVoters().stream(), known.all().stream().map(RemovalWatch::peer))
                .filter(peer -> !peer.id().equals(now.self()))
                .distinct()
                .map(peer -> link.isMember(peer, now.self(), ASK_TIMEOUT)
                        .thenApply(standing -> removal(standing, known.index()))
                        .exceptionally(failure -> Optional.empty()))
                .toList();
        return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> answers.stream()
                        .map(CompletableFuture::join)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static Optional<Long> removal(MemberStanding standing, long knownIndex) {
        return !standing.member() && standing.configurationIndex() >= knownIndex
                ? Optional.of(standing.configurationIndex())
                : Optional.empty();
    }

    private static PeerLink.Peer peer(MemberRef member) {
        return new PeerLink.Peer(member.id(), member.adminAddress());
    }
}
