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
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Seeded logs over few names and few labels, so that pushes meet each other in every way. */
public final class RandomLog {
    private static final List<String> NAMES =
            List.of("x", "x_count", "x_sum", "x_bucket", "y", "y_count", "push_time_seconds", "z");
    private static final List<String> LABEL_NAMES = List.of("instance", "zone", "a");

    private static final List<LabelMatcher.Operator> OPERATORS = List.of(LabelMatcher.Operator.values());

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
        return switch (random.nextInt(60)) {
            case 0, 1, 2, 3, 4, 5 -> new Command.Delete(key());
            case 6, 7, 8 -> new Command.RecordFailure(key(), "because", limits(), source());
            case 9, 10 ->
                new Command.DeleteMatching(
                        selector(),
                        random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(4)),
                        random.nextInt(3) > 0 ? Command.DeleteMatching.UNLIMITED_STEPS : random.nextInt(60));
            case 11, 12, 13, 14, 15, 16 ->
                new Command.PushGroups(Stream.generate(this::consistentPush)
                        .limit(random.nextInt(4))
                        .toList());
            case 17 -> new Command.Wipe();
            default -> push();
        };
    }

    private Command.Push consistentPush() {
        return push() instanceof Command.Push push ? push : consistentPush();
    }

    private Command push() {
        Map<String, PushedFamily> families = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            PushedFamily family = family();
            families.put(family.name(), family);
        }
        return TestPushes.command(
                key(),
                random.nextBoolean() ? Command.Scope.GROUP : Command.Scope.NAMED_FAMILIES,
                new PushRules(random.nextInt(100) >= uncheckedPercent, PushLimits.UNLIMITED, limits()),
                source(),
                families.values().toArray(PushedFamily[]::new));
    }

    /** Often none, otherwise near what such a log stores. */
    private StoreLimits limits() {
        return switch (random.nextInt(6)) {
            case 0 -> new StoreLimits(3 + random.nextInt(8), StoreLimits.NONE);
            case 1 -> new StoreLimits(StoreLimits.NONE, 8 + random.nextInt(30));
            case 2 -> new StoreLimits(3 + random.nextInt(8), 8 + random.nextInt(30));
            default -> StoreLimits.UNLIMITED;
        };
    }

    private String source() {
        return "10.0.0." + random.nextInt(3) + ":" + random.nextInt(1000);
    }

    private GroupSelector selector() {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String name = random.nextInt(4) == 0 ? "job" : LABEL_NAMES.get(random.nextInt(LABEL_NAMES.size()));
            LabelMatcher.Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
            String value = List.of("a", "1", "", "a|1", ".+").get(random.nextInt(5));
            matchers.add(Selectors.matcher(name, operator, value));
        }
        return Selectors.of(matchers);
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
