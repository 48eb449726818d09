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
import java.util.Random;
import java.util.TreeMap;

/** Seeded logs over few names and few labels, so that pushes meet each other in every way. */
public final class RandomLog {
    private static final List<String> NAMES =
            List.of("x", "x_count", "x_sum", "x_bucket", "y", "y_count", "push_time_seconds", "z");
    private static final List<String> LABEL_NAMES = List.of("instance", "zone", "a");

    private final Random random;
    private final int uncheckedPercent;

    public RandomLog(long seed, int uncheckedPercent) {
        this.random = new Random(seed);
        this.uncheckedPercent = uncheckedPercent;
    }

    public List<Batch> batches(int count) {
        List<Batch> batches = new ArrayList<>();
        long index = 0;
        long time = 1_000_000_000L;
        for (int i = 0; i < count; i++) {
            index += 1 + random.nextInt(2); // configuration entries take indices too
            time += random.nextInt(1000) - 200; // the leader's clock may step back
            List<Command> commands = new ArrayList<>();
            for (int j = 1 + random.nextInt(3); j > 0; j--) {
                commands.add(command());
            }
            batches.add(new Batch(index, time, commands));
        }
        return batches;
    }

    private Command command() {
        GroupingKey key = key();
        int choice = random.nextInt(20);
        if (choice < 3) {
            return new Command.Delete(key);
        }
        if (choice == 3) {
            return new Command.RecordFailure(key, "because", StoreLimits.UNLIMITED, "random");
        }
        Map<String, PushedFamily> families = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            PushedFamily family = family();
            families.put(family.name(), family);
        }
        return TestPushes.command(
                key,
                random.nextBoolean() ? Command.Scope.GROUP : Command.Scope.NAMED_FAMILIES,
                random.nextInt(100) >= uncheckedPercent ? PushRules.CHECKED : PushRules.UNCHECKED,
                "random",
                families.values().toArray(PushedFamily[]::new));
    }

    private GroupingKey key() {
        Map<String, String> labels = new TreeMap<>(Map.of("job", random.nextInt(4) == 0 ? "b" : "a"));
        for (String name : LABEL_NAMES) {
            if (random.nextInt(3) == 0) {
                labels.put(name, random.nextInt(3) == 0 ? "" : "1");
            }
        }
        return GroupingKey.of(labels);
    }

    private PushedFamily family() {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        MetricType type = name.equals("x") || name.equals("y")
                ? MetricType.ofNumber(random.nextInt(6)).orElseThrow()
                : random.nextInt(6) == 0 ? MetricType.COUNTER : MetricType.GAUGE;
        Optional<String> help = random.nextInt(3) == 0 ? Optional.of("help " + random.nextInt(3)) : Optional.empty();
        List<PushedMetric> metrics = new ArrayList<>();
        for (int i = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(2); i > 0; i--) {
            List<Label> labels = new ArrayList<>();
            for (String label : LABEL_NAMES) {
                if (random.nextInt(4) == 0) {
                    labels.add(new Label(label, random.nextInt(3) == 0 ? "" : "1"));
                }
            }
            metrics.add(TestPushes.metric(random.nextInt(100)).withLabels(labels));
        }
        return new PushedFamily(new FamilyMetadata(name, type, help, Optional.empty()), metrics);
    }
}
