package dev.quorumgate.app;

import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.NoQuorumException;
import dev.quorumgate.cluster.NodeException;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.concurrent.OwnerThread;
import dev.quorumgate.peer.PeerClient;
import dev.quorumgate.raft.PeerLink;
import dev.quorumgate.raft.RaftNode;
import dev.quorumgate.raft.ReadIndexResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;

/** Finds the leader that a majority confirms: asks whoever this node believes in, until the time is up. Calls may overlap. */
final class LeaderSearch {
    private static final Duration TRY = Duration.ofSeconds(1);
    private static final Duration ROLL_CALL = Duration.ofMillis(400);
    private static final long PAUSE_MILLIS = 50;

    private final RaftNode node;
    private final PeerClient peers;
    private final OwnerThread thread;

    LeaderSearch(RaftNode node, PeerClient peers, OwnerThread thread) {
        this.node = node;
        this.peers = peers;
        this.thread = thread;
    }

    /** Whom this node believes to lead. */
    Optional<MemberRef> believed() {
        return node.leader();
    }

    /** Completes with {@link NoQuorumException} when there is none in time, or {@link NodeException} of a node that waits. */
    CompletableFuture<MemberRef> confirmed(Duration patience) {
        // The last part of the time is for finding out who is silent.
        Duration searching =
                patience.minus(patience.compareTo(ROLL_CALL.multipliedBy(2)) > 0 ? ROLL_CALL : Duration.ZERO);
        Search search = new Search(System.nanoTime() + searching.toNanos());
        search.attempt();
        return search.result;
    }

    private final class Search {
        final CompletableFuture<MemberRef> result = new CompletableFuture<>();
        final long deadlineNanos;

        Search(long deadlineNanos) {
            this.deadlineNanos = deadlineNanos;
        }

        void attempt() {
            Optional<MemberRef> leader = believed();
            if (leader.isEmpty()) {
                if (!node.isNewcomer()) {
                    retry("no leader is known", List.of());
                } else {
                    // That says nothing about the cluster.
                    result.completeExceptionally(
                            new NodeException("this node waits to be taken in, and knows no leader; ask a member"));
                }
                return;
            }
            MemberRef asked = leader.get();
            boolean isHere = asked.id().equals(node.id());
            CompletableFuture<ReadIndexResult> answer = isHere
                    ? node.readIndex()
                    : peers.readIndex(new PeerLink.Peer(asked.id(), asked.adminAddress()), shorter(TRY, left()));
            Futures.whenDone(answer, (read, failure) -> {
                if (read instanceof ReadIndexResult.Confirmed) {
                    result.complete(asked);
                } else if (read instanceof ReadIndexResult.Unconfirmed unconfirmed) {
                    retry(
                            "the leader, " + asked.name() + ", is not confirmed by a majority: " + unconfirmed.reason(),
                            unconfirmed.silentMembers());
                } else {
                    retry("the leader, " + asked.name() + ", does not answer", List.of(asked.name()));
                }
            });
        }

        private void retry(String why, List<String> silent) {
            if (left().toMillis() <= PAUSE_MILLIS || !thread.later(PAUSE_MILLIS, this::attempt)) {
                callRoll(why, silent);
            }
        }

        private Duration left() {
            return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
        }

        /** Ends the search with an error that names the voters that do not answer this node. */
        private void callRoll(String why, List<String> known) {
            ConcurrentSkipListSet<String> silent = new ConcurrentSkipListSet<>(known);
            List<CompletableFuture<?>> answers = new ArrayList<>();
            List<MemberRef> voters = node.configuration().voters();
            for (MemberRef voter : voters) {
                if (!voter.id().equals(node.id())) {
                    answers.add(peers.currentTerm(new PeerLink.Peer(voter.id(), voter.adminAddress()), ROLL_CALL)
                            .exceptionally(failure -> {
                                silent.add(voter.name());
                                return -1L;
                            }));
                }
            }
            Futures.whenDone(
                    CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)),
                    (done, failure) -> result.completeExceptionally(new NoQuorumException(
                            why
                                    + (silent.isEmpty()
                                            ? ""
                                            : "; no answer from " + String.join(", ", new TreeSet<>(silent))),
                            voters.size(),
                            List.copyOf(silent))));
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
