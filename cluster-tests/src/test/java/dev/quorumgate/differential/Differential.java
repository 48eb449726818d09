package dev.quorumgate.differential;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Compares sequences, one seed after the other; the program behind {@code scripts/differential}. */
public final class Differential {
    private static final int KINDS_TOLD_MAX = 30;
    private static final Duration TELL_EACH = Duration.ofMinutes(1);

    private final List<KnownDifference> table;

    public Differential(List<KnownDifference> table) {
        this.table = List.copyOf(table);
    }

    public static void main(String[] arguments) throws Exception {
        double minutes = 1;
        long seed = 1;
        for (int i = 0; i < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--minutes" -> minutes = Double.parseDouble(arguments[i + 1]);
                case "--seed" -> seed = Long.parseLong(arguments[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        Report report =
                new Differential(KnownDifferences.TABLE).runFor(seed, Duration.ofSeconds(Math.round(minutes * 60)));
        System.out.println(report);
        System.exit(report.findings().isEmpty() ? 0 : 1);
    }

    /** Runs the sequences of this seed and those after it until the time is over; at least one. */
    Report runFor(long firstSeed, Duration time) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Report report = new Report(table);
        try (Sequences sequences = new Sequences(table)) {
            long told = 0;
            Duration past = Duration.ZERO;
            for (long seed = firstSeed; seed == firstSeed || past.compareTo(time) < 0; seed++) {
                compare(sequences, seed, report);
                past = Duration.ofNanos(System.nanoTime() - begun);
                if (past.dividedBy(TELL_EACH) > told) {
                    told = past.dividedBy(TELL_EACH);
                    System.err.printf(
                            "differential: %d requests compared, next seed %d%n", report.compared(), seed + 1);
                }
                if (report.findings().size() >= KINDS_TOLD_MAX) {
                    System.err.println("differential: that is enough");
                    break;
                }
            }
            System.err.printf("differential: the original had to be restarted %d times%n", sequences.restarts());
        }
        return report;
    }

    /** Runs the sequences of so many seeds. */
    public Report run(long firstSeed, int count) throws IOException, InterruptedException {
        Report report = new Report(table);
        try (Sequences sequences = new Sequences(table)) {
            for (long seed = firstSeed; seed < firstSeed + count; seed++) {
                compare(sequences, seed, report);
            }
        }
        return report;
    }

    private static void compare(Sequences sequences, long seed, Report report)
            throws IOException, InterruptedException {
        Sequences.Verdict verdict = sequences.run(Mode.of(seed), RandomRequests.of(seed));
        if (report.add(verdict)) {
            report.keep(verdict, seed, new Shrinker(sequences).shrink(verdict));
            System.err.println(report.findings().get(report.findings().size() - 1));
        }
    }
}
