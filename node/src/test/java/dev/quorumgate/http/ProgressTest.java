package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Who has to give way to others, by a clock of the test. Each second may have 1000 bytes, and a stop may last for one. */
class ProgressTest {
    private static final Pace PACE = new Pace(Duration.ofSeconds(1), 1000);

    private long now;

    @Test
    void isSlowAfterAStopThatIsTooLong() {
        Progress progress = progress();
        pass(1000);
        assertThat(progress.isSlow()).isFalse();
        pass(1);
        assertThat(progress.isSlow()).isTrue();

        progress.goOn(500);
        assertThat(progress.isSlow()).isFalse();
        pass(500);
        assertThat(progress.isSlow()).isTrue();
    }

    @Test
    void excusesNoStopByWhatWentFast() {
        Progress progress = progress();
        progress.goOn(1_000_000);

        pass(1001);

        assertThat(progress.isSlow()).isTrue();
    }

    @Test
    void isSlowBelowThePaceHoweverSteadyItIs() {
        Progress steady = progress();
        Progress tooSlow = progress();
        for (int i = 0; i < 100; i++) {
            pass(100);
            steady.goOn(100);
            tooSlow.goOn(80);
        }
        pass(90);

        assertThat(steady.isSlow()).isFalse();
        assertThat(tooSlow.isSlow()).isTrue();
    }

    @Test
    void doesNotCountTimeThatOthersTook() {
        Progress progress = progress();
        pass(10_000);

        progress.resume();

        assertThat(progress.isSlow()).isFalse();
    }

    @Test
    void letsThoseGiveWayFirstThatStandStill() {
        Progress stopped = progress();
        stopped.goOn(1_000_000);
        pass(8000);
        Progress dripping = progress();
        pass(1500);
        Progress fast = progress();

        assertThat(firstOf(fast, dripping, stopped)).containsSame(stopped);
        assertThat(firstOf(fast, dripping)).containsSame(dripping);
        assertThat(firstOf(fast)).isEmpty();
    }

    /** Or those that come slowly would push each other out for ever. */
    @Test
    void letsThoseComeToTheirEndThatHaveMoreToLose() {
        Progress older = progress();
        older.goOn(2000);
        pass(10_000);
        older.goOn(1);
        Progress younger = progress();
        younger.goOn(1000);
        pass(1100);

        assertThat(firstOf(older, younger)).containsSame(younger);
    }

    private static Optional<Progress> firstOf(Progress... all) {
        return Progress.firstToGiveWay(Arrays.asList(all), Function.identity());
    }

    private Progress progress() {
        return new Progress(PACE, () -> now);
    }

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }
}
