package dev.quorumgate.clustertests.history;

import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.Exposition;
import dev.quorumgate.clustertests.harness.Prometheus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * All that the clients of one cluster pushed and saw, and the judge of it. Each series is a register with one writer and
 * increasing values, so that a history is linearizable exactly when each scrape shows of each series
 *
 * <ul>
 *   <li>at least what was acknowledged before the scrape began,
 *   <li>at least what any scrape showed that had ended before this one began, and
 *   <li>nothing that was not sent before the scrape ended, or that a node said it did not store.
 * </ul>
 *
 * The log index and state hash that come with a scrape are held to the same: the index never goes back, and one index has
 * one hash on all nodes. Calls may overlap.
 */
public final class History {
    private static final int WRONGS_KEPT = 20;

    private final Map<String, Register> registers = new ConcurrentHashMap<>();
    private final Map<String, Long> seen = new ConcurrentHashMap<>();
    private final AtomicLong indexSeen = new AtomicLong(-1);
    private final Map<Long, String> hashes = new ConcurrentHashMap<>();
    private final AtomicLong scrapes = new AtomicLong();
    private final AtomicLong wrongScrapes = new AtomicLong();
    private final List<String> firstWrongs = new ArrayList<>();

    /** What a scrape that begins now must show. */
    static final class Floor {
        private final long begunNanos = System.nanoTime();
        private final Map<String, Long> acknowledged = new HashMap<>();
        private final Map<String, Long> seen;
        private final long index;

        private Floor(History history) {
            history.registers.forEach((series, register) -> acknowledged.put(series, register.acknowledged()));
            this.seen = new HashMap<>(history.seen);
            this.index = history.indexSeen.get();
        }
    }

    void add(Register register) {
        registers.put(register.series(), register);
    }

    Iterable<Register> registers() {
        return registers.values();
    }

    /** To be called before a scrape is sent. */
    Floor floor() {
        return new Floor(this);
    }

    /** Judges a scrape that a node answered with 200. */
    void judge(String node, Floor floor, Answer scrape) {
        Judgement judgement = new Judgement(node, floor, scrape);
        judgement.pass();
        scrapes.incrementAndGet();
        if (!judgement.wrong.isEmpty()) {
            wrongScrapes.incrementAndGet();
            synchronized (firstWrongs) {
                if (firstWrongs.size() < WRONGS_KEPT) {
                    firstWrongs.add(judgement.toString());
                }
            }
        }
    }

    /** Scrapes that were judged. */
    public long scrapes() {
        return scrapes.get();
    }

    /** Scrapes among them that show what they must not. */
    public long wrongScrapes() {
        return wrongScrapes.get();
    }

    /** What is wrong with the first of them. */
    public List<String> firstWrongs() {
        synchronized (firstWrongs) {
            return List.copyOf(firstWrongs);
        }
    }

    /** What is wrong with the samples that a Prometheus on this machine has of a pushed series; nothing if all is well. */
    public List<String> judge(Prometheus.Series stored) {
        Map<String, String> labels = new TreeMap<>(stored.labels());
        String name = labels.remove("__name__");
        labels.put("instance", ""); // Prometheus knows no empty labels
        String series = labels.entrySet().stream()
                .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                .collect(Collectors.joining(",", name + "{", "}"));
        Register register = registers.get(series);
        if (register == null) {
            return List.of(series + ", which nobody pushed");
        }
        List<String> wrong = new ArrayList<>();
        long shown = 0;
        for (Prometheus.Sample sample : stored.samples()) {
            long value = (long) sample.value();
            // It puts a scrape a little earlier if that makes its times regular, and never later.
            long least = Math.max(shown, register.acknowledgedBefore(sample.millis()));
            if (value < least || value > register.sent()) {
                wrong.add("%s is %d at %d, where %d had been acknowledged or shown, and %d was sent last"
                        .formatted(series, value, sample.millis(), least, register.sent()));
            }
            shown = Math.max(shown, value);
        }
        return wrong;
    }

    /** One scrape, and what is wrong with it. */
    private final class Judgement {
        private final String node;
        private final Floor floor;
        private final Answer scrape;
        private final Exposition shown;
        private final List<String> wrong = new ArrayList<>();

        Judgement(String node, Floor floor, Answer scrape) {
            this.node = node;
            this.floor = floor;
            this.scrape = scrape;
            this.shown = Exposition.parse(scrape.text());
        }

        void pass() {
            floor.acknowledged.forEach((series, least) -> atLeast(series, least, "was acknowledged before it began"));
            floor.seen.forEach((series, least) -> atLeast(series, least, "had been shown before it began"));
            registers.forEach(this::wasSent);
            scrape.headers()
                    .firstValue("Quorumgate-Applied-Index")
                    .map(Long::valueOf)
                    .ifPresent(this::fitsIndex);
        }

        private void atLeast(String series, long least, String because) {
            if (value(series) < least) {
                wrong.add("%s is %d, but %d %s".formatted(series, value(series), least, because));
            }
        }

        private void wasSent(String series, Register register) {
            long value = value(series);
            if (value > register.sent()) {
                wrong.add("%s is %d, which nobody sent".formatted(series, value));
            }
            if (register.wasRefused(value)) {
                wrong.add("%s is %d, which was answered with 503: not stored".formatted(series, value));
            }
            seen.merge(series, value, Math::max);
        }

        private void fitsIndex(long index) {
            if (index < floor.index) {
                wrong.add("log index %d, where an earlier scrape showed %d".formatted(index, floor.index));
            }
            indexSeen.accumulateAndGet(index, Math::max);
            String hash = scrape.header("Quorumgate-State-Hash");
            String known = hashes.putIfAbsent(index, hash);
            if (known != null && !known.equals(hash)) {
                wrong.add(
                        "state hash %s at log index %d, where another scrape showed %s".formatted(hash, index, known));
            }
        }

        private long value(String series) {
            Double value = shown.samples().get(series);
            return value == null ? 0 : value.longValue();
        }

        @Override
        public String toString() {
            long age = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - floor.begunNanos);
            return "scrape of %s, begun %d ms earlier: %s%s"
                    .formatted(
                            node, age, wrong.get(0), wrong.size() == 1 ? "" : ", and " + (wrong.size() - 1) + " more");
        }
    }
}
