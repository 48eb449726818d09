package dev.quorumgate.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.GroupSelector;
import dev.quorumgate.groups.LabelMatcher;
import dev.quorumgate.groups.NotAppendedException;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.OutcomeUnknownException;
import dev.quorumgate.groups.Selection;
import dev.quorumgate.groups.TestPushes;
import dev.quorumgate.groups.TooLargeException;
import dev.quorumgate.groups.UnreadableCommandException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Goal: commands leave in shared entries, and each gets the one answer that is true. Method: a sender under test control. */
class BatcherTest {
    /** A batch that was sent, for the test to answer. */
    private record Sent(Proposal proposal, CompletableFuture<ProposeResult> result) {
        int size() throws IOException {
            return CommandCodec.decode(0, ByteBuffer.wrap(proposal.entry()))
                    .commands()
                    .size();
        }

        void accept() throws IOException {
            accept(Collections.nCopies(size(), Outcome.ACCEPTED));
        }

        void accept(List<Outcome> outcomes) {
            result.complete(new ProposeResult.Applied(ByteString.copyFrom(OutcomeCodec.encode(outcomes))));
        }
    }

    private static final int COMMAND_BYTES_MAX = 1000;

    private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
    private Batcher batcher = batcher(Duration.ofSeconds(30));

    @AfterEach
    void close() {
        batcher.close();
    }

    @Test
    void sendsALoneCommandAtOnce() throws Exception {
        CompletableFuture<Outcome> outcome = batcher.append(delete("a"));

        next().accept();

        assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void putsWhatArrivesMeanwhileIntoOneEntry() throws Exception {
        List<Sent> underWay = fillThePipe();
        List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waiting.add(batcher.append(delete("waiting" + i)));
        }
        assertThat(sent).isEmpty();

        underWay.get(0).accept();
        Sent together = next();

        assertThat(together.size()).isEqualTo(1 + 50);
        together.accept();
        for (CompletableFuture<Outcome> each : waiting) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
        }
    }

    @Test
    void givesEachCommandItsOwnOutcome() throws Exception {
        List<Sent> underWay = fillThePipe();
        CompletableFuture<Outcome> first = batcher.append(delete("a"));
        CompletableFuture<Outcome> second = batcher.append(delete("b"));

        underWay.get(0).accept();
        next().accept(List.of(Outcome.ACCEPTED, Outcome.ACCEPTED, new Outcome.Rejected(Outcome.Cause.LIMIT, "no", 0)));

        assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
        assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(new Outcome.Rejected(Outcome.Cause.LIMIT, "no", 0));
    }

    @Test
    void sendsAgainWithTheSameIdsWhenTheOutcomeIsUnknown() throws Exception {
        CompletableFuture<Outcome> outcome = batcher.append(delete("a"));

        Sent first = next();
        first.result.complete(new ProposeResult.Unknown("the leader went away"));
        Sent second = next();
        second.result.completeExceptionally(new IllegalStateException("broken"));
        Sent third = next();
        third.accept();

        assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
        for (Sent again : List.of(second, third)) {
            assertThat(again.proposal.callId()).isEqualTo(first.proposal.callId());
            assertThat(again.proposal.clientId()).isEqualTo(first.proposal.clientId());
            assertThat(again.proposal.entry()).isEqualTo(first.proposal.entry());
        }
    }

    @Test
    void saysThatNothingWasStoredWhenEveryTryWasRefused() {
        batcher.close();
        batcher = new Batcher(
                COMMAND_BYTES_MAX,
                Duration.ofMillis(100),
                (proposal, timeout) -> CompletableFuture.completedFuture(new ProposeResult.NotAppended("no leader")));

        // A command whose time is up just while it is being sent is told that nobody knows.
        await().untilAsserted(() -> assertThatThrownBy(
                        () -> batcher.append(delete("a")).join())
                .hasCauseInstanceOf(NotAppendedException.class)
                .hasMessageContaining("no leader"));
    }

    @Test
    void saysThatNobodyKnowsWhenOneTryMayHaveBeenStored() {
        batcher.close();
        batcher = batcher(Duration.ofMillis(300));
        CompletableFuture<Outcome> outcome = batcher.append(delete("a"));

        await().until(() -> {
            Sent each = sent.poll();
            if (each != null) {
                each.result.complete(
                        sent.isEmpty() ? new ProposeResult.Unknown("lost") : new ProposeResult.NotAppended("no"));
            }
            return outcome.isDone();
        });

        assertThatThrownBy(outcome::join).hasCauseInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void saysThatNobodyKnowsWhenTheFirstTryHasNotEnded() {
        batcher.close();
        batcher = batcher(Duration.ofMillis(100));

        CompletableFuture<Outcome> outcome = batcher.append(delete("a"));

        assertThatThrownBy(outcome::join).hasCauseInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void endsTheWaitOfCommandsThatWereNeverSent() throws Exception {
        batcher.close();
        batcher = batcher(Duration.ofMillis(100));
        fillThePipe();

        CompletableFuture<Outcome> outcome = batcher.append(delete("late"));

        assertThatThrownBy(outcome::join).hasCauseInstanceOf(NotAppendedException.class);
    }

    @Test
    void goesOnAfterABatchThatRanOutOfTime() throws Exception {
        batcher.close();
        batcher = batcher(Duration.ofSeconds(3));
        List<Sent> underWay = fillThePipe();
        CompletableFuture<Outcome> late = batcher.append(delete("late"));
        assertThatThrownBy(late::join).hasCauseInstanceOf(NotAppendedException.class);

        underWay.forEach(each -> each.result.complete(new ProposeResult.Unknown("too late")));
        CompletableFuture<Outcome> outcome = batcher.append(delete("a"));
        next().accept();

        assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
    }

    /** A client that is told so sends it again, by way of another node perhaps; the first one must not come after that. */
    @Test
    void neverSendsACommandAgainThatItCalledNotStored() throws Exception {
        batcher.close();
        batcher = batcher(Duration.ofSeconds(6));
        List<Sent> underWay = fillThePipe();
        CompletableFuture<Outcome> early = batcher.append(delete("early"));
        await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
        CompletableFuture<Outcome> late = batcher.append(delete("late"));
        underWay.forEach(each -> each.result.complete(new ProposeResult.NotAppended("no leader")));

        while (!early.isDone()) {
            Sent next = sent.poll(10, TimeUnit.MILLISECONDS);
            if (next != null) {
                next.result.complete(new ProposeResult.NotAppended("no leader"));
            }
        }
        Sent next = next();
        List<Command> commands =
                CommandCodec.decode(0, ByteBuffer.wrap(next.proposal.entry())).commands();
        while (commands.contains(delete("early"))) {
            // It was on its way when the time was up: then nobody knew.
            assertThatThrownBy(early::join).hasCauseInstanceOf(OutcomeUnknownException.class);
            next.result.complete(new ProposeResult.NotAppended("no leader"));
            next = next();
            commands = CommandCodec.decode(0, ByteBuffer.wrap(next.proposal.entry()))
                    .commands();
        }
        next.accept();

        assertThat(commands).containsExactly(delete("late"));
        assertThat(late.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void saysThatNobodyKnowsWhenTheAnswerIsDamaged() throws Exception {
        CompletableFuture<Outcome> outcome = batcher.append(delete("a"));

        next().accept(List.of());

        assertThatThrownBy(outcome::join).hasCauseInstanceOf(OutcomeUnknownException.class);
        CompletableFuture<Outcome> another = batcher.append(delete("b"));
        next().accept();
        assertThat(another.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void goesOnWhenSendingThrows() {
        batcher.close();
        AtomicInteger tries = new AtomicInteger();
        batcher = new Batcher(COMMAND_BYTES_MAX, Duration.ofSeconds(30), (proposal, timeout) -> {
            if (tries.incrementAndGet() <= 3) {
                throw new IllegalStateException("broken");
            }
            return CompletableFuture.completedFuture(
                    new ProposeResult.Applied(ByteString.copyFrom(OutcomeCodec.encode(List.of(Outcome.ACCEPTED)))));
        });

        assertThat(batcher.append(delete("a")).join()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void holdsNoMoreCommandsThanItHasRoomFor() {
        batcher.close();
        batcher = new Batcher(1 << 20, Duration.ofSeconds(30), (proposal, timeout) -> new CompletableFuture<>());
        Command large = TestPushes.failure(TestPushes.key("a"), "x".repeat(1_000_000));

        CompletableFuture<Outcome> tooMany = Stream.generate(() -> batcher.append(large))
                .limit(1000)
                .filter(CompletableFuture::isDone)
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(tooMany::join)
                .hasCauseInstanceOf(NotAppendedException.class)
                .hasMessageContaining("this node holds 67 other pushes");
    }

    @Test
    void refusesACommandThatTheLogDoesNotTake() {
        Command large = TestPushes.failure(TestPushes.key("a"), "x".repeat(COMMAND_BYTES_MAX));

        assertThatThrownBy(() -> batcher.append(large).join()).hasCauseInstanceOf(TooLargeException.class);
        assertThat(sent).isEmpty();
    }

    /** Pushes with limits and deletions by turns must not leave one by one. */
    @Test
    void mixesFormats() throws Exception {
        List<Sent> underWay = fillThePipe();
        List<Command> commands = List.of(delete("a"), new Command.Wipe(), delete("b"));
        List<CompletableFuture<Outcome>> outcomes =
                commands.stream().map(batcher::append).toList();

        underWay.get(0).accept();
        Sent next = next();
        next.accept();

        assertThat(CommandCodec.decode(0, ByteBuffer.wrap(next.proposal.entry()))
                        .commands())
                .containsSubsequence(commands);
        for (CompletableFuture<Outcome> each : outcomes) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
        }
    }

    /** The others of its batch must not wait for the end of its time. */
    @Test
    void singlesOutWhatTheLeaderCannotRead() throws Exception {
        List<Sent> underWay = fillThePipe();
        List<CompletableFuture<Outcome>> readable = List.of(batcher.append(delete("a")), batcher.append(delete("b")));
        CompletableFuture<Outcome> unreadable = batcher.append(delete("unreadable"));
        CompletableFuture<Outcome> last = batcher.append(delete("c"));
        underWay.forEach(each -> each.result.complete(
                new ProposeResult.Applied(ByteString.copyFrom(OutcomeCodec.encode(List.of(Outcome.ACCEPTED))))));

        await().until(() -> {
            Sent next = sent.poll();
            if (next != null) {
                boolean holdsIt = CommandCodec.decode(0, ByteBuffer.wrap(next.proposal.entry()))
                        .commands()
                        .contains(delete("unreadable"));
                if (holdsIt) {
                    next.result.complete(new ProposeResult.Unreadable("node n1, which leads, cannot read it"));
                } else {
                    next.accept();
                }
            }
            return unreadable.isDone() && last.isDone();
        });

        assertThatThrownBy(unreadable::join)
                .hasCauseInstanceOf(NotAppendedException.class)
                .hasMessageContaining("node n1, which leads, cannot read it");
        for (CompletableFuture<Outcome> each : readable) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
        }
        assertThat(last.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
    }

    /** An earlier leader may have been able to. */
    @Test
    void doesNotCallWhatMayBeStoredUnreadable() throws Exception {
        CompletableFuture<Outcome> outcome = batcher.append(delete("a"));

        next().result.complete(new ProposeResult.Unknown("the leader went away"));
        next().result.complete(new ProposeResult.Unreadable("the next one cannot read it"));
        next().accept();

        assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
    }

    /** In the log, either would stop every node, or delete other groups than was meant. */
    @Test
    void refusesACommandThatWouldNotBeReadAsItIs() throws Exception {
        Command other = new Command.DeleteMatching(
                GroupSelector.of(List.of(LabelMatcher.of("job", LabelMatcher.Operator.EQUAL, "\uD800"))),
                OptionalLong.empty(),
                Selection.STEPS_MAX);

        for (Command command : List.of(other, failureWith("\uDC00"))) {
            assertThatThrownBy(() -> batcher.append(command).join())
                    .hasCauseInstanceOf(UnreadableCommandException.class);
        }
        assertThat(sent).isEmpty();
        CompletableFuture<Outcome> sound = batcher.append(failureWith("\uD83D\uDE00"));
        next().accept();
        assertThat(sound.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
    }

    private static Command failureWith(String reason) {
        return TestPushes.failure(TestPushes.key("a"), reason);
    }

    @Test
    void refusesCommandsOnceClosed() throws Exception {
        CompletableFuture<Outcome> underWay = batcher.append(delete("a"));
        next();

        batcher.close();

        assertThatThrownBy(underWay::join).hasCauseInstanceOf(OutcomeUnknownException.class);
        assertThatThrownBy(() -> batcher.append(delete("b")).join()).hasCauseInstanceOf(NotAppendedException.class);
    }

    /** Keeps batches under way until one has to wait: it is the first of the batch that comes next. */
    private List<Sent> fillThePipe() throws InterruptedException {
        List<Sent> underWay = new ArrayList<>();
        while (true) {
            batcher.append(delete("pipe")).exceptionally(failure -> Outcome.ACCEPTED);
            Sent next = sent.poll(200, TimeUnit.MILLISECONDS);
            if (next == null) {
                return underWay;
            }
            underWay.add(next);
        }
    }

    private Sent next() throws InterruptedException {
        Sent next = sent.poll(60, TimeUnit.SECONDS);
        assertThat(next).as("a batch that is sent").isNotNull();
        return next;
    }

    private Batcher batcher(Duration timeout) {
        return new Batcher(COMMAND_BYTES_MAX, timeout, (proposal, tryTimeout) -> {
            CompletableFuture<ProposeResult> result = new CompletableFuture<>();
            sent.add(new Sent(proposal, result));
            return result;
        });
    }

    private static Command delete(String job) {
        return new Command.Delete(TestPushes.key(job));
    }
}
