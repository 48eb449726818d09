package dev.quorumgate.groups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.model.MetricType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the incremental state machine decides what the naive one decides, its views are consistent whatever was pushed, and
 * replicas agree wherever each restarts. Method: seeded logs over few names and labels; -Dsim.seed=N runs one of them.
 */
class GroupsHistoryTest {
    private static final int BATCHES = 60;

    static LongStream seeds() {
        String one = System.getProperty("sim.seed");
        return one == null ? LongStream.range(0, 1500) : LongStream.of(Long.parseLong(one));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void decidesAsIfEveryPushWereHeldAgainstEverything(long seed) {
        NaiveGateway naive = new NaiveGateway();
        Groups groups = Groups.EMPTY;

        for (Batch batch : new RandomLog(seed, 0).batches(BATCHES)) {
            Transition step = groups.apply(batch);
            groups = step.next();

            assertThat(step.outcomes().stream().map(NaiveGateway::describe))
                    .as("outcomes of %s", batch)
                    .isEqualTo(naive.apply(batch));
            assertThat(Views.exposedSeries(groups)).isEqualTo(naive.exposedSeries());
            assertThat(timesOf(groups)).isEqualTo(naive.times());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void exposesOnlyWhatIsConsistentEvenWhenPushesGoUnchecked(long seed) {
        Groups groups = Groups.EMPTY;

        for (Batch batch : new RandomLog(seed, 50).batches(BATCHES)) {
            groups = groups.apply(batch).next();

            List<String> series = Views.exposedSeries(groups);
            assertThat(series).doesNotHaveDuplicates();
            assertThat(collisionsIn(series)).as("after %s", batch).isEmpty();
            assertThat(groups.withheldCount()).isEqualTo(withheldIn(groups));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void givesEqualViewsWhereverAReplicaRestarts(long seed) {
        List<Batch> log = new RandomLog(seed, 30).batches(BATCHES);
        int stop = new Random(seed).nextInt(log.size());
        Records records = new Records();
        Groups straight = Groups.EMPTY;
        Groups restarted = Groups.EMPTY;

        for (int i = 0; i < log.size(); i++) {
            if (i == stop) {
                restarted = records.restore(restarted.position());
                assertThat(Views.dump(restarted)).isEqualTo(Views.dump(straight));
            }
            straight = straight.apply(log.get(i)).next();
            Transition step = restarted.apply(log.get(i));
            records.write(step.changes());
            restarted = step.next();
        }

        assertThat(Views.dump(restarted)).isEqualTo(Views.dump(straight));
    }

    private static List<String> timesOf(Groups groups) {
        List<String> times = new ArrayList<>();
        groups.byKey()
                .forEachEntry((key, group) -> times.add(key + " " + group.pushTimeNanos() + " "
                        + group.failure().timeNanos()));
        return times;
    }

    /** By looking at each family of each group. */
    private static long withheldIn(Groups groups) {
        AtomicLong withheld = new AtomicLong();
        groups.byName()
                .forEachEntry((name, named) -> named.holders()
                        .forEach(holders -> holders.byKey().forEachEntry((key, held) -> {
                            boolean isExposed =
                                    !named.isWithheld() && holders.equals(named.exposed()) && !held.isWithheld();
                            withheld.addAndGet(isExposed ? 0 : 1);
                        })));
        return withheld.get();
    }

    private static List<String> collisionsIn(List<String> series) {
        Map<String, String> types = new HashMap<>();
        Set<String> problems = new HashSet<>();
        for (String each : series) {
            String[] parts = each.split(" ", 3);
            String known = types.putIfAbsent(parts[0], parts[1]);
            if (known != null && !known.equals(parts[1])) {
                problems.add(parts[0] + " has two types");
            }
        }
        types.forEach((name, typeName) -> {
            MetricType type = MetricType.valueOf(typeName);
            for (String suffix : List.of("_count", "_sum", "_bucket")) {
                boolean exposed = suffix.equals("_bucket") ? type.hasBuckets() : type.hasSumAndCount();
                if (exposed && types.containsKey(name + suffix)) {
                    problems.add(name + " collides with " + name + suffix);
                }
            }
        });
        return List.copyOf(problems);
    }
}
