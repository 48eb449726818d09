package dev.quorumgate.raft;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.concurrent.Futures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Gives read indices on the leader's node. In a round it takes its commit index, then has a majority of voters confirm that
 * none of them has seen a higher term, then checks that it still leads. A voter raises its term before its vote leaves it,
 * so no later leader existed when the round began, and every write acknowledged before then is at or below that index.
 *
 * <p>One round at a time. A question that comes during a round waits for the next one: the answers of the round under way
 * may be older than the question.
 *
 * <p>Source: Raft thesis, section 6.4, with explicit questions in place of heartbeats (why not Ratis's own read index:
 * {@code DESIGN.md}).
 */
final class ReadIndexRounds {
    private final Leadership leadership;
    private final PeerLink link;
    private final Duration timeout;

    /** What this node knows of its own leadership, now. */
    interface Leadership {
        PeerId self();

        /** Whether it leads and has applied an entry of its own term. */
        boolean isReadyLeader();

        long term();

        long commitIndex();

        List<PeerLink.Peer> voters();

        /** While the membership changes, the voters before the change, of whom a majority is needed as well; else empty. */
        List<PeerLink.Peer> previousVoters();
    }

    private final Object lock = new Object();

    @GuardedBy("lock")
    private boolean underWay;

    @GuardedBy("lock")
    private List<CompletableFuture<ReadIndexResult>> waiting = new ArrayList<>();

    /** @param timeout how long a voter may take to answer */
    ReadIndexRounds(Leadership leadership, PeerLink link, Duration timeout) {
        this.leadership = leadership;
        this.link = link;
        this.timeout = timeout;
    }

    /** An index that covers all writes acknowledged before this call. Never completes exceptionally. */
    CompletableFuture<ReadIndexResult> confirm() {
        CompletableFuture<ReadIndexResult> result = new CompletableFuture<>();
        synchronized (lock) {
            waiting.add(result);
            if (underWay) {
                return result;
            }
            underWay = true;
        }
        runRounds();
        return result;
    }

    private void runRounds() {
        while (true) {
            List<CompletableFuture<ReadIndexResult>> asking;
            synchronized (lock) {
                if (waiting.isEmpty()) {
                    underWay = false;
                    return;
                }
                asking = waiting;
                waiting = new ArrayList<>();
            }
            CompletableFuture<ReadIndexResult> round = CompletableFuture.<Void>completedFuture(null)
                    .thenCompose(now -> round())
                    .exceptionally(failure ->
                            new ReadIndexResult.Unconfirmed("asking the voters failed: " + failure, List.of()));
            if (!round.isDone()) {
                Futures.whenDone(round, (answer, failure) -> {
                    asking.forEach(each -> each.complete(answer));
                    runRounds();
                });
                return;
            }
            ReadIndexResult answer = round.join();
            asking.forEach(each -> each.complete(answer));
        }
    }

    private CompletableFuture<ReadIndexResult> round() {
        if (!leadership.isReadyLeader()) {
            return CompletableFuture.completedFuture(
                    new ReadIndexResult.Unconfirmed("this node is not a leader that is ready", List.of()));
        }
        Ballot ballot =
                new Ballot(leadership.self(), leadership.voters(), leadership.previousVoters(), leadership.term());
        long index = leadership.commitIndex();
        return ballot.decide(link, timeout).thenApply(confirmed -> {
            if (!confirmed) {
                return new ReadIndexResult.Unconfirmed("a majority did not confirm the leader", ballot.silentMembers());
            }
            return leadership.isReadyLeader() && leadership.term() == ballot.term
                    ? new ReadIndexResult.Confirmed(index)
                    : new ReadIndexResult.Unconfirmed("the leader changed", List.of());
        });
    }

    /** The questions of one round and their answers. */
    private static final class Ballot {
        private final List<PeerLink.Peer> voters;
        private final List<PeerLink.Peer> previousVoters;
        private final long term;
        private final PeerId self;

        @GuardedBy("this")
        private final TreeSet<PeerId> agreeing = new TreeSet<>();

        @GuardedBy("this")
        private final TreeSet<PeerId> silent = new TreeSet<>();

        @GuardedBy("this")
        private boolean overruled;

        Ballot(PeerId self, List<PeerLink.Peer> voters, List<PeerLink.Peer> previousVoters, long term) {
            this.self = self;
            this.voters = voters;
            this.previousVoters = previousVoters;
            this.term = term;
            agreeing.add(self);
        }

        /** Whether majorities agree; known as soon as it can be. */
        CompletableFuture<Boolean> decide(PeerLink link, Duration timeout) {
            CompletableFuture<Boolean> decision = new CompletableFuture<>();
            settle(decision);
            TreeSet<PeerId> asked = new TreeSet<>(List.of(self));
            for (List<PeerLink.Peer> set : List.of(voters, previousVoters)) {
                for (PeerLink.Peer voter : set) {
                    if (asked.add(voter.id())) {
                        Futures.whenDone(link.currentTerm(voter, timeout), (answer, failure) -> {
                            note(voter.id(), answer);
                            settle(decision);
                        });
                    }
                }
            }
            return decision;
        }

        synchronized List<String> silentMembers() {
            return silent.stream().map(PeerId::name).toList();
        }

        private synchronized void note(PeerId voter, @org.jspecify.annotations.Nullable Long answer) {
            if (answer == null) {
                silent.add(voter);
            } else if (answer <= term) {
                agreeing.add(voter);
            } else {
                overruled = true;
            }
        }

        private void settle(CompletableFuture<Boolean> decision) {
            boolean agreed;
            boolean impossible;
            synchronized (this) {
                agreed = !overruled && majority(voters) && majority(previousVoters);
                impossible = overruled || hopeless(voters) || hopeless(previousVoters);
            }
            if (agreed) {
                decision.complete(true);
            } else if (impossible) {
                decision.complete(false);
            }
        }

        @GuardedBy("this")
        private boolean majority(List<PeerLink.Peer> set) {
            return set.isEmpty() || count(set, agreeing) > set.size() / 2;
        }

        @GuardedBy("this")
        private boolean hopeless(List<PeerLink.Peer> set) {
            return !set.isEmpty() && set.size() - count(set, silent) <= set.size() / 2;
        }

        private static long count(List<PeerLink.Peer> set, Set<PeerId> ids) {
            return set.stream().filter(voter -> ids.contains(voter.id())).count();
        }
    }
}
