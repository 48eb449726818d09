package dev.quorumgate.groups;

import dev.quorumgate.model.CodePointOrder;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What commands mean: applies them to a draft, one by one. Semantics are the original's (API reference, "Write semantics")
 * but for the defects named in {@code DESIGN.md}.
 *
 * <p>A push is applied first and judged then, as the original judges it by the scrape it would give; one that does not fit
 * is taken back.
 */
final class Interpreter {
    private final Draft draft;
    private final long timeNanos;
    private long sequence;

    /**
     * @param sequence number of commands applied before
     * @param timeNanos time of all commands to come, Unix nanoseconds
     */
    Interpreter(Draft draft, long sequence, long timeNanos) {
        this.draft = draft;
        this.sequence = sequence;
        this.timeNanos = timeNanos;
    }

    /** Number of commands applied, those before included. */
    long sequence() {
        return sequence;
    }

    Outcome apply(Command command) {
        sequence++;
        return command.match(this::push, this::recordFailure, this::delete);
    }

    private Outcome push(Command.Push push) {
        if (Rivals.isTooMuchToCompare(push, draft.labelNameSets())) {
            return fail(push.key(), Rivals.TOO_MUCH, push.source());
        }
        Draft.Savepoint before = draft.savepoint();
        Group old = draft.group(push.key());
        // The key that the view has already, so that equal keys are kept once.
        GroupingKey key = old == null ? push.key() : old.key();
        long since = old == null ? sequence : old.since();
        Group.Failure failure = old == null ? Group.Failure.NEVER : old.failure();
        List<String> oldNames = old == null ? List.of() : old.familyNames();
        List<String> names = namesAfter(push, oldNames);

        draft.putGroup(new Group(key, since, timeNanos, failure, names));
        if (names != oldNames) {
            removeOthers(key, oldNames, names);
        }
        for (MetricFamily family : push.families()) {
            if (family.metricCount() > 0) {
                draft.place(key, family, sequence, timeNanos);
            }
        }

        Reasons conflicts = push.checked() ? conflicts(before, key) : new Reasons();
        if (conflicts.isEmpty()) {
            return Outcome.ACCEPTED;
        }
        draft.restore(before);
        return fail(push.key(), conflicts.text(), push.source());
    }

    private void removeOthers(GroupingKey key, List<String> oldNames, List<String> names) {
        Set<String> kept = new HashSet<>(names);
        for (String name : oldNames) {
            if (!kept.contains(name)) {
                draft.remove(key, name);
            }
        }
    }

    private Outcome recordFailure(Command.RecordFailure failure) {
        return fail(failure.key(), failure.reason(), failure.source());
    }

    private Outcome delete(Command.Delete delete) {
        Group group = draft.group(delete.key());
        if (group != null) {
            for (String name : group.familyNames()) {
                draft.remove(group.key(), name);
            }
            draft.removeGroup(group);
        }
        return Outcome.ACCEPTED;
    }

    /** Moves the group's failure time; a group that did not exist is created for it, as the original does. */
    private Outcome fail(GroupingKey pushed, String reason, String source) {
        Group.Failure failure = new Group.Failure(timeNanos, reason, source);
        Group old = draft.group(pushed);
        if (old != null) {
            draft.putGroup(new Group(old.key(), old.since(), old.pushTimeNanos(), failure, old.familyNames()));
            return new Outcome.Rejected(reason);
        }
        Draft.Savepoint before = draft.savepoint();
        draft.putGroup(new Group(pushed, sequence, 0, failure, List.of()));
        if (!draft.unexposed().isEmpty()) {
            // A twin of this key ({job="a"} and {job="a",instance=""}) has the same two time series already.
            draft.restore(before);
        }
        return new Outcome.Rejected(reason);
    }

    /** Why the push that was applied since {@code before} does not fit. */
    private Reasons conflicts(Draft.Savepoint before, GroupingKey key) {
        Reasons conflicts = new Reasons();
        Conflicts rules = new Conflicts(draft.byName(), draft.labelNameSets());
        for (MetricFamily family : draft.unexposed()) {
            conflicts.add(() -> rules.of(key, family));
        }
        for (Draft.FamilyId other : draft.newlyWithheld(before)) {
            conflicts.add(() -> rules.takenFrom(key, other.key(), other.name()));
        }
        return conflicts;
    }

    /** The names that the group holds after the push, sorted; the very list of before if they are the same. */
    private static List<String> namesAfter(Command.Push push, List<String> oldNames) {
        if (push.scope() == Command.Scope.NAMED_FAMILIES && hasAll(oldNames, push.families())) {
            return oldNames; // found without looking at each name of a group that may have many
        }
        Set<String> names = new TreeSet<>(CodePointOrder.INSTANCE);
        if (push.scope() == Command.Scope.NAMED_FAMILIES) {
            names.addAll(oldNames);
        }
        for (MetricFamily family : push.families()) {
            if (family.metricCount() > 0) {
                names.add(family.name());
            } else {
                names.remove(family.name());
            }
        }
        List<String> after = List.copyOf(names);
        return after.equals(oldNames) ? oldNames : after;
    }

    private static boolean hasAll(List<String> sortedNames, List<MetricFamily> families) {
        return families.stream()
                .allMatch(family -> family.metricCount() > 0
                        && Collections.binarySearch(sortedNames, family.name(), CodePointOrder.INSTANCE) >= 0);
    }
}
