package dev.quorumgate.groups;

import dev.quorumgate.model.CodePointOrder;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Applies one push to a draft and judges it then, as the original judges it by the scrape it would give. One that does not
 * fit is taken back.
 */
final class PushJudge {
    private final Draft draft;
    private final Command.Push push;
    private final long sequence;
    private final long timeNanos;

    /**
     * @param sequence number of the push
     * @param timeNanos its time, Unix nanoseconds
     */
    PushJudge(Draft draft, Command.Push push, long sequence, long timeNanos) {
        this.draft = draft;
        this.push = push;
        this.sequence = sequence;
        this.timeNanos = timeNanos;
    }

    /** Why a push does not fit; {@code reason} in the words for the client. */
    record Refusal(Outcome.Cause cause, String reason) {}

    /** Applies the push; if it is refused, the draft is as before. */
    @Nullable
    Refusal apply() {
        Draft.Savepoint before = draft.savepoint();
        GroupingKey key = replaceGroup();
        Refusal refusal = refusal(before, key);
        if (refusal != null) {
            draft.restore(before);
        }
        return refusal;
    }

    /** The key in the instance that the view has, so that equal keys are kept once. */
    private GroupingKey replaceGroup() {
        Group old = draft.group(push.key());
        GroupingKey key = old == null ? push.key() : old.key();
        long since = old == null ? sequence : old.since();
        Group.Failure failure = old == null ? Group.Failure.NEVER : old.failure();
        Sources sources = old == null ? Sources.NONE : old.sources();
        // Several sources that add to one group (POST) are nothing to wonder about.
        Sources sourcesNow = push.scope() == Command.Scope.GROUP ? sources.with(push.source()) : sources;
        List<String> oldNames = old == null ? List.of() : old.familyNames();
        List<String> names = namesAfter(oldNames);

        draft.putGroup(new Group(key, since, timeNanos, failure, sourcesNow, names));
        if (names != oldNames) {
            removeOthers(key, oldNames, names);
        }
        for (MetricFamily family : push.families()) {
            if (draft.isTooMuchToCompare()) {
                break; // it is all taken back
            }
            if (family.metricCount() > 0) {
                draft.place(key, family, sequence, timeNanos);
            }
        }
        return key;
    }

    private void removeOthers(GroupingKey key, List<String> oldNames, List<String> names) {
        Set<String> kept = new HashSet<>(names);
        for (String name : oldNames) {
            if (!kept.contains(name)) {
                draft.remove(key, name);
            }
        }
    }

    private @Nullable Refusal refusal(Draft.Savepoint before, GroupingKey key) {
        if (draft.isTooMuchToCompare()) {
            return new Refusal(Outcome.Cause.INCONSISTENT, Rivals.TOO_MUCH);
        }
        String excess = draft.excess(before, push.limits());
        if (excess != null) {
            return new Refusal(Outcome.Cause.LIMIT, excess);
        }
        Reasons conflicts = push.checked() ? conflicts(before, key) : new Reasons();
        return conflicts.isEmpty() ? null : new Refusal(Outcome.Cause.INCONSISTENT, conflicts.text());
    }

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
    private List<String> namesAfter(List<String> oldNames) {
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
