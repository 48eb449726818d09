package dev.quorumgate.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Sends sequences of requests to pairs of gateways and judges each answer by the table of known differences. */
public final class Sequences implements AutoCloseable {
    private final List<KnownDifference> table;
    private final Map<Mode, Pair> pairs = new EnumMap<>(Mode.class);

    public Sequences(List<KnownDifference> table) {
        this.table = List.copyOf(table);
    }

    /**
     * What became of a sequence. It ends early where states have come to differ, or something differs that should not.
     *
     * @param compared the steps, in their order
     * @param known the known differences that were met
     * @param findings those differences of the last step that no known one explains
     */
    public record Verdict(List<Step> compared, List<KnownDifference> known, List<Difference> findings) {
        boolean isClean() {
            return findings.isEmpty();
        }

        /** The last step: where something was found, this is it. */
        Step last() {
            return compared.get(compared.size() - 1);
        }

        /** What was found, in words; empty if nothing was. */
        public String found() {
            if (isClean()) {
                return "";
            }
            StringBuilder text = new StringBuilder("in mode " + last().mode() + " these requests:");
            last().requests().forEach(request -> text.append("\n  ").append(request));
            findings.forEach(each -> text.append("\n  ").append(each));
            return text.toString();
        }
    }

    /** Runs one, on empty gateways. */
    public Verdict run(Mode mode, List<Request> requests) throws IOException, InterruptedException {
        Pair pair = pair(mode);
        List<Step> compared = new ArrayList<>();
        List<KnownDifference> met = new ArrayList<>();
        List<Request> sent = new ArrayList<>();
        try {
            for (Request request : requests) {
                List<Request> before = List.copyOf(sent);
                sent.add(request);
                Step step = pair.send(before, request);
                compared.add(step);
                List<Difference> differences = Comparison.of(step);
                List<KnownDifference> known = known(step, differences);
                List<Difference> findings = differences.stream()
                        .filter(each ->
                                known.stream().noneMatch(rule -> rule.aspects().contains(each.aspect())))
                        .toList();
                met.addAll(known);
                if (!findings.isEmpty() || haveDiverged(step, differences)) {
                    return new Verdict(compared, met, findings);
                }
            }
            return new Verdict(compared, met, List.of());
        } finally {
            pair.reset();
        }
    }

    /** How often a request has ended an original. */
    int restarts() {
        return pairs.values().stream().mapToInt(Pair::restarts).sum();
    }

    @Override
    public void close() {
        pairs.values().forEach(Pair::close);
    }

    /**
     * Whether the gateways may hold different things now. It need not show in the text: a push that both refuse for different
     * reasons counts as a failure of its group on one side only.
     */
    private static boolean haveDiverged(Step step, List<Difference> differences) {
        return differences.stream()
                .map(Difference::aspect)
                .anyMatch(each -> each == Aspect.SHOWN
                        || (step.request().writes() && (each == Aspect.STATUS || each == Aspect.BODY)));
    }

    private List<KnownDifference> known(Step step, List<Difference> differences) {
        if (differences.isEmpty()) {
            return List.of();
        }
        return table.stream()
                .filter(rule ->
                        differences.stream().anyMatch(each -> rule.aspects().contains(each.aspect()))
                                && rule.when().test(step))
                .toList();
    }

    private Pair pair(Mode mode) throws IOException, InterruptedException {
        Pair pair = pairs.get(mode);
        if (pair == null) {
            pair = Pair.start(mode);
            pairs.put(mode, pair);
        }
        return pair;
    }
}
