package dev.quorumgate.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.cluster.Alarm;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Goal: a clock that is wrong raises an alarm, an answer that took its time does not. */
class ClockWatchTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final Duration QUICK = Duration.ofMillis(10);

    private final AlarmBoard board = new AlarmBoard(Clock.systemUTC());
    private final ClockWatch watch = new ClockWatch("n1", board);

    @Test
    void raisesAnAlarmForAClockThatIsWrongThreeTimesInARow() {
        compare("n2", 2000, QUICK, 2);
        compare("n2", 0, QUICK, 1);
        compare("n2", 2000, QUICK, 2);
        assertThat(board.all()).isEmpty();

        compare("n2", 2340, QUICK, 1);

        assertThat(board.all()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(Alarm.Kind.CLOCK_SKEW);
            assertThat(alarm.member()).isEqualTo("n2");
            assertThat(alarm.detail()).startsWith("its clock is 2.3 s ahead of that of n1, which leads;");
        });
        assertThat(watch.isRight("n2")).isFalse();
        assertThat(watch.isRight("n3")).isTrue();
    }

    @Test
    void takesItBackWhenTheClockIsRightThreeTimesInARow() {
        compare("n2", -700, QUICK, 3);
        compare("n2", -100, QUICK, 2);
        assertThat(board.all())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.detail()).startsWith("its clock is 0.7 s behind that of n1"));

        compare("n2", -100, QUICK, 1);

        assertThat(board.all()).isEmpty();
    }

    @Test
    void countsTheWayOfTheQuestionInFavourOfTheClock() {
        compare("n2", 1100, Duration.ofMillis(1400), 5);
        assertThat(board.all()).isEmpty();

        compare("n2", 1300, Duration.ofMillis(1400), 3);
        assertThat(board.all()).hasSize(1);
    }

    @Test
    void forgetsWhoIsNoMemberOrSilent() {
        compare("n2", 2000, QUICK, 3);
        compare("n3", 2000, QUICK, 3);

        watch.keepOnly(Set.of("n3"));

        assertThat(board.all())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.member()).isEqualTo("n3"));
        assertThat(watch.isRight("n2")).isTrue();
    }

    /** @param aheadMillis of the middle of the way */
    private void compare(String member, long aheadMillis, Duration way, int times) {
        for (int i = 0; i < times; i++) {
            watch.compare(member, NOW, NOW.plus(way.dividedBy(2)).plusMillis(aheadMillis), way);
        }
    }
}
