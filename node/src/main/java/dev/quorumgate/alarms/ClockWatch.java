package dev.quorumgate.alarms;

import dev.quorumgate.cluster.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Compares the clocks of others with this one, which leads and gives pushes their time. Told by one thread, asked by any. */
final class ClockWatch {
    private static final Duration TOLERANCE = Duration.ofMillis(500);

    /** In a row, before an alarm is raised or taken back: a single answer may have been held up on one way. */
    private static final int TIMES = 3;

    private final String self;
    private final AlarmBoard board;

    /** How often in a row a clock was found wrong, or right if negative. */
    private final Map<String, Integer> rows = new ConcurrentHashMap<>();

    ClockWatch(String self, AlarmBoard board) {
        this.self = self;
        this.board = board;
    }

    /**
     * A look at the clock of another.
     *
     * @param asked when it was asked, by the clock of this node
     * @param told what its clock showed when it answered
     * @param way between the question and the answer
     */
    void compare(String member, Instant asked, Instant told, Duration way) {
        Duration ahead = Duration.between(asked.plus(way.dividedBy(2)), told);
        boolean isWrong = ahead.abs().compareTo(TOLERANCE.plus(way.dividedBy(2))) > 0;
        int row = rows.merge(member, isWrong ? 1 : -1, (before, step) -> before * step > 0 ? before + step : step);
        if (row >= TIMES) {
            board.raise(
                    Alarm.Kind.CLOCK_SKEW,
                    member,
                    "its clock is " + seconds(ahead.abs()) + (ahead.isNegative() ? " behind" : " ahead of")
                            + " that of "
                            + self
                            + ", which leads; pushes are stamped by the leader's, so see which one is right, and have"
                            + " all set by NTP");
        } else if (row <= -TIMES) {
            board.clear(Alarm.Kind.CLOCK_SKEW, member);
        }
    }

    /** Whether it was right at the latest look, if there was one. */
    boolean isRight(String member) {
        return rows.getOrDefault(member, -1) < 0;
    }

    /** Forgets all but those who are still there and answer: of others nobody can say that their clock is right again. */
    void keepOnly(Set<String> members) {
        for (String member : List.copyOf(rows.keySet())) {
            if (!members.contains(member)) {
                rows.remove(member);
                board.clear(Alarm.Kind.CLOCK_SKEW, member);
            }
        }
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "." + duration.toMillisPart() / 100 + " s";
    }
}
