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
        assertThat(progress.isSlow(now)).isFalse();
        pass(1);
        assertThat(progress.isSlow(now)).isTrue();

        progress.goOn(500, now);
        assertThat(progress.isSlow(now)).isFalse();
        pass(500);
        assertThat(progress.isSlow(now)).isTrue();
    }

    @Test
    void excusesNoStopByWhatWentFast() {
        Progress progress = progress();
        progress.goOn(1_000_000, now);

        pass(1001);

        assertThat(progress.isSlow(now)).isTrue();
    }

    @Test
    void isSlowBelowThePaceHoweverSteadyItIs() {
        Progress steady = progress();
        Progress tooSlow = progress();
        for (int i = 0; i < 100; i++) {
            pass(100);
            steady.goOn(100, now);
            tooSlow.goOn(80, now);
        }
        pass(90);

        assertThat(steady.isSlow(now)).isFalse();
        assertThat(tooSlow.isSlow(now)).isTrue();
    }

    @Test
    void doesNotCountTimeThatOthersTook() {
        Progress progress = progress();
        pass(10_000);

        progress.resume(now);

        assertThat(progress.isSlow(now)).isFalse();
    }

    @Test
    void letsThoseGiveWayFirstThatStandStill() {
        Progress stopped = progress();
        stopped.goOn(1_000_000, now);
        pass(8000);
        Progress waiting = progress();
        pass(1500);
        Progress fast = progress();

        assertThat(firstOf(fast, waiting, stopped)).containsSame(stopped);
        assertThat(firstOf(fast, waiting)).containsSame(waiting);
        assertThat(firstOf(fast)).isEmpty();
    }

    /** However much came at once before it began to drip. */
    @Test
    void letsThoseGiveWayFirstThatDrip() {
        Progress dripping = progress();
        dripping.goOn(1_000_000, now);
        Progress slow = progress();
        for (int i = 0; i < 100; i++) {
            pass(100);
            dripping.goOn(1, now);
            slow.goOn(80, now);
        }
        pass(100);

        assertThat(firstOf(slow, dripping)).containsSame(dripping);
    }

    /** Or those that come slowly would push each other out for ever. */
    @Test
    void letsThoseComeToTheirEndThatHaveMoreToLose() {
        Progress older = progress();
        Progress younger = older;
        for (int i = 0; i < 600; i++) {
            if (i == 400) {
                younger = progress();
            }
            pass(100);
            older.goOn(70, now);
            if (i >= 400) {
                younger.goOn(70, now);
            }
        }
        pass(100);

        assertThat(firstOf(older, younger)).containsSame(younger);
    }

    private Optional<Progress> firstOf(Progress... all) {
        return Progress.firstToGiveWay(Arrays.asList(all), Function.identity(), now);
    }

    private Progress progress() {
        return new Progress(PACE, now);
    }

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }
}
