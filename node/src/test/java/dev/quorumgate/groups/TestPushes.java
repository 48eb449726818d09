package dev.quorumgate.groups;

import dev.quorumgate.model.FamilyMetadata;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.model.PushedFamily;
import dev.quorumgate.model.PushedMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Short forms of what tests push. */
public final class TestPushes {
    private TestPushes() {}

    /** A key from names and values in turn; the first value is the job's. */
    public static GroupingKey key(String job, String... labels) {
        Map<String, String> all = new TreeMap<>(Map.of("job", job));
        for (int i = 0; i < labels.length; i += 2) {
            all.put(labels[i], labels[i + 1]);
        }
        return GroupingKey.of(all);
    }

    public static PushedFamily family(String name, MetricType type, PushedMetric... metrics) {
        return new PushedFamily(FamilyMetadata.of(name, type), List.of(metrics));
    }

    public static PushedFamily described(String name, String help, PushedMetric... metrics) {
        return new PushedFamily(
                new FamilyMetadata(name, MetricType.GAUGE, Optional.of(help), Optional.empty()), List.of(metrics));
    }

    /** A metric with labels from names and values in turn. */
    public static PushedMetric metric(int value, String... labels) {
        List<Label> pairs = new ArrayList<>();
        for (int i = 0; i < labels.length; i += 2) {
            pairs.add(new Label(labels[i], labels[i + 1]));
        }
        return new PushedMetric(pairs, new byte[] {(byte) 0xF8, 1, (byte) (value & 0x7F)}, Optional.empty(), true);
    }

    public static Command put(GroupingKey key, PushedFamily... families) {
        return command(key, Command.Scope.GROUP, PushRules.CHECKED, "test", families);
    }

    public static Command post(GroupingKey key, PushedFamily... families) {
        return command(key, Command.Scope.NAMED_FAMILIES, PushRules.CHECKED, "test", families);
    }

    public static Command putUnchecked(GroupingKey key, PushedFamily... families) {
        return command(key, Command.Scope.GROUP, PushRules.UNCHECKED, "test", families);
    }

    /** A push that is not too large. */
    public static Command command(
            GroupingKey key, Command.Scope scope, PushRules rules, String source, PushedFamily... families) {
        try {
            return PushIntake.command(key, List.of(families), scope, rules, source);
        } catch (LimitExceededException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static Command failure(GroupingKey key, String reason) {
        return new Command.RecordFailure(key, reason, StoreLimits.UNLIMITED, "test");
    }
}
