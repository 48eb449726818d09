package dev.quorumgate.alarms;

import dev.quorumgate.cluster.Alarm;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The alarms that this node has raised, about itself or, what only others can see, about another member. Calls may overlap. */
public final class AlarmBoard {
    private static final Logger logger = LoggerFactory.getLogger(AlarmBoard.class);

    private static final Comparator<Alarm> ORDER =
            Comparator.comparing(Alarm::member).thenComparing(Alarm::kind);

    private final Clock clock;
    private List<Alarm> raised = List.of();

    /** @param clock what alarms are stamped with */
    public AlarmBoard(Clock clock) {
        this.clock = clock;
    }

    /** By member, then kind. */
    public synchronized List<Alarm> all() {
        return raised;
    }

    public synchronized boolean has(Alarm.Kind kind, String member) {
        return raised.stream().anyMatch(isOf(kind, member));
    }

    /** Raises an alarm, or says something newer of one that is up. */
    public synchronized void raise(Alarm.Kind kind, String member, String detail) {
        Alarm alarm = raised.stream()
                .filter(isOf(kind, member))
                .findFirst()
                .map(known -> new Alarm(kind, member, known.since(), detail))
                .orElseGet(() -> {
                    logger.atError()
                            .addKeyValue("alarm", kind)
                            .addKeyValue("member", member)
                            .log(detail);
                    return new Alarm(kind, member, clock.instant(), detail);
                });
        List<Alarm> next = new ArrayList<>(raised);
        next.removeIf(isOf(kind, member));
        next.add(alarm);
        next.sort(ORDER);
        raised = List.copyOf(next);
    }

    /** Takes an alarm back; nothing happens if it is not up. */
    public synchronized void clear(Alarm.Kind kind, String member) {
        if (has(kind, member)) {
            raised = raised.stream().filter(isOf(kind, member).negate()).toList();
            logger.atInfo()
                    .addKeyValue("alarm", kind)
                    .addKeyValue("member", member)
                    .log("the cause of an alarm is gone");
        }
    }

    private static Predicate<Alarm> isOf(Alarm.Kind kind, String member) {
        return alarm -> alarm.kind() == kind && alarm.member().equals(member);
    }
}
