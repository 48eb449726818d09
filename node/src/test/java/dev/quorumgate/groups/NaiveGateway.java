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

/**
 * The gateway as simply as it can be said, for checked pushes only: each push is held against everything that is stored, as
 * the original does.
 */
final class NaiveGateway {
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

    List<Boolean> apply(Batch batch) {
        time = Math.max(time, batch.proposedAtNanos());
        List<Boolean> accepted = new ArrayList<>();
        for (Command command : batch.commands()) {
            accepted.add(command.match(this::push, this::fail, this::delete));
        }
        return accepted;
    }

    private boolean push(Command.Push push) {
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
        if (isConsistent(next)) {
            groups = next;
            return true;
        }
        return fail(new Command.RecordFailure(push.key(), "", ""));
    }

    private boolean fail(Command.RecordFailure failure) {
        Map<GroupingKey, NaiveGroup> next = copy();
        next.computeIfAbsent(failure.key(), any -> new NaiveGroup()).failureTime = time;
        if (isConsistent(next)) {
            groups = next;
        }
        return false;
    }

    private boolean delete(Command.Delete delete) {
        groups.remove(delete.key());
        return true;
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
