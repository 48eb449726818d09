package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricCursor;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The gateway as simply as it can be said, for logs without unchecked pushes: each push is held against everything that is
 * stored, as the original does.
 */
final class NaiveGateway implements Command.Cases<String> {
    private static final class NaiveGroup {
        final TreeMap<String, MetricFamily> families = new TreeMap<>();
        long pushTime;
        long failureTime;

        NaiveGroup copy() {
            NaiveGroup copy = new NaiveGroup();
            copy.families.putAll(families);
            copy.pushTime = pushTime;
            copy.failureTime = failureTime;
            return copy;
        }
    }

    private Map<GroupingKey, NaiveGroup> groups = new TreeMap<>();
    private long time;

    /** What becomes of each command, in the words of {@link #describe}. */
    List<String> apply(Batch batch) {
        time = Math.max(time, batch.proposedAtNanos());
        List<String> outcomes = new ArrayList<>();
        for (Command command : batch.commands()) {
            outcomes.add(command.match(this));
        }
        return outcomes;
    }

    /** An outcome without the texts that only people read. */
    static String describe(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted accepted) {
            Hint hint = accepted.hint().orElse(null);
            return "deleted " + accepted.deletedGroups() + (hint instanceof Hint.NoSuchGroup none ? " of " + none : "");
        }
        return outcome instanceof Outcome.Rejected rejected
                ? "refused " + rejected.position() + " " + rejected.cause()
                : outcome.toString();
    }

    @Override
    public String push(Command.Push push) {
        Outcome.Cause refusal = tryPush(push);
        return refusal == null ? "deleted 0" : refuse(push, 0, refusal);
    }

    @Override
    public String pushGroups(Command.PushGroups command) {
        Map<GroupingKey, NaiveGroup> before = groups;
        for (int i = 0; i < command.pushes().size(); i++) {
            Outcome.Cause refusal = tryPush(command.pushes().get(i));
            if (refusal != null) {
                groups = before;
                return refuse(command.pushes().get(i), i, refusal);
            }
        }
        return "deleted 0";
    }

    private String refuse(Command.Push push, int position, Outcome.Cause cause) {
        if (cause != Outcome.Cause.LIMIT) {
            recordFailure(new Command.RecordFailure(push.key(), "", push.limits(), ""));
        }
        return "refused " + position + " " + cause;
    }

    private Outcome.@Nullable Cause tryPush(Command.Push push) {
        Map<GroupingKey, NaiveGroup> next = copy();
        NaiveGroup group = next.computeIfAbsent(push.key(), any -> new NaiveGroup());
        if (push.scope() == Command.Scope.GROUP) {
            group.families.clear();
        }
        for (MetricFamily family : push.families()) {
            group.families.remove(family.name());
            if (family.metricCount() > 0) {
                group.families.put(family.name(), family);
            }
        }
        group.pushTime = time;
        if (exceeds(next, push.limits())) {
            return Outcome.Cause.LIMIT;
        }
        if (push.checked() && !isConsistent(next)) {
            return Outcome.Cause.INCONSISTENT;
        }
        groups = next;
        return null;
    }

    @Override
    public String recordFailure(Command.RecordFailure failure) {
        Map<GroupingKey, NaiveGroup> next = copy();
        next.computeIfAbsent(failure.key(), any -> new NaiveGroup()).failureTime = time;
        boolean mayBeNew = failure.limits().equals(StoreLimits.UNLIMITED);
        if (isConsistent(next) && (mayBeNew || groups.containsKey(failure.key()))) {
            groups = next;
        }
        return "refused 0 INCONSISTENT";
    }

    @Override
    public String delete(Command.Delete delete) {
        if (groups.remove(delete.key()) != null) {
            return "deleted 1";
        }
        long ofJob = groups.keySet().stream()
                .filter(key -> key.job().equals(delete.key().job()))
                .count();
        return "deleted 0 of " + new Hint.NoSuchGroup((int) ofJob);
    }

    @Override
    public String deleteMatching(Command.DeleteMatching delete) {
        List<GroupingKey> matching = groups.keySet().stream()
                .filter(key -> Selectors.matches(delete.selector(), key))
                .toList();
        if (Selectors.steps(delete.selector(), groups.keySet()) > delete.stepsMax()) {
            return "refused 0 LIMIT";
        }
        if (delete.expectedCount().orElse(matching.size()) != matching.size()) {
            return new Outcome.UnexpectedCount(matching.size()).toString();
        }
        matching.forEach(groups::remove);
        return "deleted " + matching.size();
    }

    @Override
    public String wipe(Command.Wipe wipe) {
        int count = groups.size();
        groups.clear();
        return "deleted " + count;
    }

    private boolean exceeds(Map<GroupingKey, NaiveGroup> next, StoreLimits limits) {
        boolean groupsGrow = next.size() > groups.size() && next.size() > limits.groups();
        return groupsGrow || (seriesOf(next) > seriesOf(groups) && seriesOf(next) > limits.series());
    }

    private static long seriesOf(Map<GroupingKey, NaiveGroup> groups) {
        return allFamilies(groups).values().stream()
                .flatMap(List::stream)
                .mapToLong(MetricFamily::metricCount)
                .sum();
    }

    /** As {@link Views#exposedSeries}, with the times of the groups. */
    List<String> exposedSeries() {
        List<String> series = new ArrayList<>();
        allFamilies(groups)
                .forEach((name, families) -> families.forEach(family -> {
                    for (MetricCursor metric = family.cursor(); metric.nextMetric(); ) {
                        series.add(name + " " + family.type() + " " + Label.format(metric.labels()));
                    }
                }));
        return series;
    }

    List<String> times() {
        List<String> times = new ArrayList<>();
        groups.forEach((key, group) -> times.add(key + " " + group.pushTime + " " + group.failureTime));
        return times;
    }

    private static boolean isConsistent(Map<GroupingKey, NaiveGroup> groups) {
        Map<String, List<MetricFamily>> all = allFamilies(groups);
        Map<String, MetricType> types = new HashMap<>();
        for (Map.Entry<String, List<MetricFamily>> each : all.entrySet()) {
            Set<List<Label>> series = new HashSet<>();
            for (MetricFamily family : each.getValue()) {
                MetricType known = types.putIfAbsent(each.getKey(), family.type());
                if (known != null && known != family.type()) {
                    return false;
                }
                for (MetricCursor metric = family.cursor(); metric.nextMetric(); ) {
                    if (!series.add(metric.labels())) {
                        return false;
                    }
                }
            }
        }
        for (Map.Entry<String, MetricType> each : types.entrySet()) {
            String name = each.getKey();
            boolean buckets = each.getValue() == MetricType.HISTOGRAM || each.getValue() == MetricType.GAUGE_HISTOGRAM;
            if ((buckets || each.getValue() == MetricType.SUMMARY)
                    && (types.containsKey(name + "_sum") || types.containsKey(name + "_count"))) {
                return false;
            }
            if (buckets && types.containsKey(name + "_bucket")) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, List<MetricFamily>> allFamilies(Map<GroupingKey, NaiveGroup> groups) {
        TreeMap<String, List<MetricFamily>> all = new TreeMap<>();
        groups.forEach((key, group) -> {
            for (MetricFamily family : List.of(
                    TimeFamilies.pushTime(key, group.pushTime), TimeFamilies.failureTime(key, group.failureTime))) {
                all.computeIfAbsent(family.name(), any -> new ArrayList<>()).add(family);
            }
            group.families.forEach((name, family) ->
                    all.computeIfAbsent(name, any -> new ArrayList<>()).add(family));
        });
        return all;
    }

    private Map<GroupingKey, NaiveGroup> copy() {
        TreeMap<GroupingKey, NaiveGroup> copy = new TreeMap<>();
        groups.forEach((key, group) -> copy.put(key, group.copy()));
        return copy;
    }
}
