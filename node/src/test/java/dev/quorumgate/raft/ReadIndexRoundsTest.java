package dev.quorumgate.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.cluster.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Goal: an index is given only when no later leader can exist. Method: voters that answer when the test says so. */
class ReadIndexRoundsTest {
    private static final PeerLink.Peer SELF = new PeerLink.Peer(PeerId.of("n1"), "a1");
    private static final PeerLink.Peer SECOND = new PeerLink.Peer(PeerId.of("n2"), "a2");
    private static final PeerLink.Peer THIRD = new PeerLink.Peer(PeerId.of("n3"), "a3");
    private static final PeerLink.Peer FOURTH = new PeerLink.Peer(PeerId.of("n4"), "a4");

    private final FakeLeadership leadership = new FakeLeadership();
    private final FakeLink link = new FakeLink();
    private final ReadIndexRounds rounds = new ReadIndexRounds(leadership, link, Duration.ofSeconds(1));

    @Test
    void confirmsTheCommitIndexOnceAMajorityKnowsNoHigherTerm() {
        CompletableFuture<ReadIndexResult> answer = rounds.confirm();
        assertThat(answer).isNotDone();

        link.answer("n2", 5);

        assertThat(answer).isCompletedWithValue(new ReadIndexResult.Confirmed(100));
    }

    @Test
    void givesTheIndexOfWhenTheRoundBegan() {
        CompletableFuture<ReadIndexResult> answer = rounds.confirm();
        leadership.commitIndex = 200;

        link.answer("n2", 5);

        assertThat(answer).isCompletedWithValue(new ReadIndexResult.Confirmed(100));
    }

    @Test
    void isOverruledByOneHigherTerm() {
        CompletableFuture<ReadIndexResult> answer = rounds.confirm();

        link.answer("n3", 6);

        assertThat(answer.join()).isInstanceOf(ReadIndexResult.Unconfirmed.class);
    }

    @Test
    void failsWhenTheLeaderSteppedDownWhileItAsked() {
        CompletableFuture<ReadIndexResult> answer = rounds.confirm();
        leadership.ready = false;

        link.answer("n2", 5);

        assertThat(answer.join()).isEqualTo(new ReadIndexResult.Unconfirmed("the leader changed", List.of()));
    }

    @Test
    void failsWhenItLeadsAgainInALaterTerm() {
        CompletableFuture<ReadIndexResult> answer = rounds.confirm();
        leadership.term = 7;

        link.answer("n2", 5);

        assertThat(answer.join()).isInstanceOf(ReadIndexResult.Unconfirmed.class);
    }

    @Test
    void namesThoseThatDoNotAnswer() {
        CompletableFuture<ReadIndexResult> answer = rounds.confirm();

        link.fail("n2");
        assertThat(answer).isNotDone();
        link.fail("n3");

        assertThat(answer.join())
                .isEqualTo(
                        new ReadIndexResult.Unconfirmed("a majority did not confirm the leader", List.of("n2", "n3")));
    }

    @Test
    void letsAQuestionThatComesDuringARoundWaitForTheNext() {
        CompletableFuture<ReadIndexResult> first = rounds.confirm();
        leadership.commitIndex = 200;
        CompletableFuture<ReadIndexResult> second = rounds.confirm();
        CompletableFuture<ReadIndexResult> third = rounds.confirm();
        assertThat(link.questions).hasSize(2);

        link.answer("n2", 5);
        assertThat(first).isCompletedWithValue(new ReadIndexResult.Confirmed(100));
        assertThat(second).isNotDone();
        link.answer("n3", 5);

        assertThat(second).isCompletedWithValue(new ReadIndexResult.Confirmed(200));
        assertThat(third).isCompletedWithValue(new ReadIndexResult.Confirmed(200));
    }

    @Test
    void needsBothMajoritiesWhileTheMembershipChanges() {
        leadership.voters = List.of(SELF, THIRD, FOURTH);
        leadership.previousVoters = List.of(SELF, SECOND, THIRD);

        CompletableFuture<ReadIndexResult> answer = rounds.confirm();
        link.answer("n4", 5);
        assertThat(answer).isNotDone();
        link.answer("n2", 5);

        assertThat(answer).isCompletedWithValue(new ReadIndexResult.Confirmed(100));
    }

    @Test
    void asksNobodyWhenItIsAlone() {
        leadership.voters = List.of(SELF);

        assertThat(rounds.confirm()).isCompletedWithValue(new ReadIndexResult.Confirmed(100));
        assertThat(link.questions).isEmpty();
    }

    @Test
    void doesNotAskWhileItDoesNotLead() {
        leadership.ready = false;

        assertThat(rounds.confirm().join()).isInstanceOf(ReadIndexResult.Unconfirmed.class);
        assertThat(link.questions).isEmpty();
    }

    private static final class FakeLeadership implements ReadIndexRounds.Leadership {
        boolean ready = true;
        long term = 5;
        long commitIndex = 100;
        List<PeerLink.Peer> voters = List.of(SELF, SECOND, THIRD);
        List<PeerLink.Peer> previousVoters = List.of();

        @Override
        public PeerId self() {
            return SELF.id();
        }

        @Override
        public boolean isReadyLeader() {
            return ready;
        }

        @Override
        public long term() {
            return term;
        }

        @Override
        public long commitIndex() {
            return commitIndex;
        }

        @Override
        public List<PeerLink.Peer> voters() {
            return voters;
        }

        @Override
        public List<PeerLink.Peer> previousVoters() {
            return previousVoters;
        }
    }

    private static final class FakeLink extends NoPeers {
        record Question(String voter, CompletableFuture<Long> answer) {}

        final List<Question> questions = new ArrayList<>();

        void answer(String voter, long term) {
            take(voter).complete(term);
        }

        void fail(String voter) {
            take(voter).completeExceptionally(new IllegalStateException("unreachable"));
        }

        /** The latest question to this voter: answers to earlier rounds are of no interest any more. */
        private CompletableFuture<Long> take(String voter) {
            for (int i = questions.size() - 1; i >= 0; i--) {
                if (questions.get(i).voter.equals(voter)) {
                    return questions.remove(i).answer;
                }
            }
            throw new AssertionError(voter + " was not asked");
        }

        @Override
        public CompletableFuture<Long> currentTerm(Peer voter, Duration timeout) {
            CompletableFuture<Long> answer = new CompletableFuture<>();
            questions.add(new Question(voter.name(), answer));
            return answer;
        }
    }
}
