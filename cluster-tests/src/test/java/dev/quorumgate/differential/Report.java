package dev.quorumgate.differential;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a run has compared and found. */
public final class Report {
    private final Map<String, Integer> requests = new TreeMap<>();
    private final Map<String, Integer> known = new LinkedHashMap<>();
    private final Map<String, String> findings = new LinkedHashMap<>();
    private int sequences;

    /** @param table the known differences, all of which a long run should meet */
    public Report(List<KnownDifference> table) {
        table.forEach(each -> known.put(each.name(), 0));
    }

    /** Counts a sequence; gives whether it found something of a kind that was not found before. */
    boolean add(Sequences.Verdict verdict) {
        sequences++;
        verdict.compared().forEach(step -> requests.merge(category(step), 1, Integer::sum));
        verdict.known().forEach(each -> known.merge(each.name(), 1, Integer::sum));
        return !verdict.isClean() && !findings.containsKey(kind(verdict));
    }

    /** Keeps what was found, once for each kind. */
    void keep(Sequences.Verdict original, long seed, Sequences.Verdict shrunk) {
        findings.put(kind(original), "seed " + seed + ", " + shrunk.found());
    }

    public int compared() {
        return requests.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Everything that differed and is not known, in words. */
    public List<String> findings() {
        return List.copyOf(findings.values());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%,d requests compared in %,d sequences%n", compared(), sequences));
        requests.forEach((name, count) -> text.append(String.format(Locale.ROOT, "  %7d  %s%n", count, name)));
        text.append(String.format("known differences%n"));
        known.forEach((name, count) ->
                text.append(String.format(Locale.ROOT, "  %7s  %s%n", count == 0 ? "unused" : count.toString(), name)));
        text.append(String.format("%d kinds of other differences", findings.size()));
        return text.toString();
    }

    /** Method, kind of content and the original's status. */
    private static String category(Step step) {
        Request request = step.request();
        String content = "";
        if (request.pushes()) {
            content = request.isProtobuf() ? " protobuf" : " text";
            content += request.header("Content-Encoding").isPresent() ? " encoded" : "";
        }
        return request.method() + content + " → " + step.original().status();
    }

    /** The same for findings that one change is likely to mend. */
    private static String kind(Sequences.Verdict verdict) {
        Step last = verdict.last();
        List<Aspect> aspects =
                verdict.findings().stream().map(Difference::aspect).toList();
        return last.mode() + " " + last.request().method() + aspects
                + last.ours().status()
                + coarse(last.ours().text()) + "/" + last.original().status()
                + coarse(last.original().text());
    }

    private static String coarse(String text) {
        String bare = text.replaceAll("[\"'].*?[\"']|[0-9]+", "");
        return bare.substring(0, Math.min(bare.length(), 60));
    }
}
