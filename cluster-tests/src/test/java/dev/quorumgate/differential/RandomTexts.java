package dev.quorumgate.differential;

import java.util.ArrayList;
import java.util.List;

/** Bodies in the text format: by its grammar, with the rare forms that are allowed, over few names so that groups conflict. */
final class RandomTexts {
    private static final int FAMILIES_MAX = 4;
    private static final int SAMPLES_MAX = 3;
    private static final List<String> NAMES =
            List.of("m", "n", "h", "s", "h_count", "s_sum", "h_bucket", "a:b", "m_total", "m", "n", "x");
    private static final List<String> UTF8_NAMES =
            List.of("\"m.n\"", "\"m\"", "\"caf\u00e9\"", "\"a b\"", "\"\"", "\"m\\n\"");
    private static final List<String> RESERVED_NAMES = List.of(
            "push_time_seconds",
            "push_failure_time_seconds",
            "go_goroutines",
            "pushgateway_build_info",
            "process_x",
            "quorumgate_x");
    private static final List<String> TYPES = List.of(
            "counter",
            "gauge",
            "untyped",
            "histogram",
            "summary",
            "gauge",
            "counter",
            "GAUGE",
            "Histogram",
            "gauge_histogram",
            "gaugehistogram");
    private static final List<String> LABEL_NAMES =
            List.of("x", "y", "instance", "job", "le", "quantile", "x", "\"x\"", "\"a.b\"", "__x", "_");
    private static final List<String> LABEL_VALUES = List.of(
            "1", "2", "", "i", "a\\\"b\\\\c\\nd", "\u00fc", "\ud83d\ude00", "a\tb", "}", "{", "#", ",", "\r", "\u0001");
    private static final List<String> VALUES = List.of(
            "1",
            "2",
            "0",
            "-0",
            "1.5",
            ".5",
            "5.",
            "012",
            "1e3",
            "1E-3",
            "1000000",
            "21000000",
            "123456789",
            "0.00001",
            "1e-999",
            "+1",
            "-1",
            "inf",
            "+Inf",
            "-INF",
            "infinity",
            "NaN",
            "nan",
            "1.7976931348623157e308",
            "5e-324",
            "0.1",
            "0.30000000000000004",
            "100000",
            "999999",
            "9007199254740993",
            "123456.789",
            "4.35",
            "2.5e-7");
    private static final List<String> BOUNDS = List.of("0.1", "1", "1.0", "10", "+Inf", "inf", "-1", "1e2", "0");
    private static final List<String> HELPS =
            List.of("Some help.", "Other help", "a \\\\ b \\n c", "\\\"quoted\\\"", "\u00fc ", "x\r");

    private final Chance chance;

    RandomTexts(Chance chance) {
        this.chance = chance;
    }

    /** One that is right in most cases. */
    String body() {
        StringBuilder body = new StringBuilder();
        int families = chance.oneIn(20) ? 0 : 1 + chance.below(FAMILIES_MAX);
        for (int i = 0; i < families; i++) {
            family(body);
            if (chance.oneIn(10)) {
                body.append(chance.of("\n", "# a comment\n", "#\n", "  \t\n", "# EOF\n", "# UNIT m x\n", "\t# TYPE\n"));
            }
        }
        return body.toString();
    }

    private void family(StringBuilder body) {
        String name = chance.oneIn(25) ? chance.of(chance.oneIn(2) ? UTF8_NAMES : RESERVED_NAMES) : chance.of(NAMES);
        boolean quoted = name.startsWith("\"");
        String type = name.equals("h") || name.equals("s") ? chance.of("histogram", "summary") : chance.of(TYPES);
        String wanted = chance.oneIn(3) ? type : name.equals("h") ? "histogram" : name.equals("s") ? "summary" : type;
        boolean typed = name.equals("h") || name.equals("s") || chance.oneIn(2);
        List<String> heads = new ArrayList<>();
        if (chance.oneIn(3)) {
            heads.add("# HELP " + name + blanks(1) + chance.of(HELPS) + "\n");
        }
        if (typed) {
            heads.add((chance.oneIn(10) ? "#" : "# ") + "TYPE " + name + blanks(1) + wanted + "\n");
        }
        heads.forEach(body::append);
        boolean histogram = typed && wanted.toLowerCase(java.util.Locale.ROOT).contains("histogram");
        boolean summary = typed && wanted.equals("summary");
        int samples = 1 + chance.below(SAMPLES_MAX);
        for (int i = 0; i < samples; i++) {
            if (quoted) {
                quotedSample(body, name);
            } else if (histogram) {
                parts(body, name, "le", "_bucket", i);
            } else if (summary) {
                parts(body, name, "quantile", "", i);
            } else {
                sample(body, name, i);
            }
        }
    }

    private void quotedSample(StringBuilder body, String name) {
        switch (chance.below(3)) {
            case 0 -> body.append(name).append(' ');
            case 1 -> body.append('{').append(name).append(",x=\"1\"}").append(blanks(0));
            default -> body.append("{y=\"2\",").append(name).append("} ");
        }
        body.append(chance.of(VALUES)).append('\n');
    }

    private void sample(StringBuilder body, String name, int number) {
        body.append(blanksAtTimes()).append(name);
        if (number > 0 || chance.oneIn(2)) {
            body.append(blanksAtTimes()).append('{').append(blanksAtTimes());
            int labels = number > 0 ? 1 + chance.below(2) : chance.below(3);
            for (int i = 0; i < labels; i++) {
                body.append(i > 0 ? "," + blanksAtTimes() : "");
                label(body, i == 0 && number > 0 ? "n" + number : chance.of(LABEL_NAMES), chance.of(LABEL_VALUES));
            }
            body.append(labels > 0 && chance.oneIn(8) ? "," : "").append('}');
        } else {
            body.append(blanks(1));
        }
        body.append(blanksAtTimes()).append(chance.of(VALUES));
        if (chance.oneIn(40)) {
            body.append(chance.of(" 1234", " -1", "\t0", " +5", " 9223372036854775807"));
        }
        body.append('\n');
    }

    /** A summary or a histogram, more or less whole. */
    private void parts(StringBuilder body, String name, String part, String suffix, int number) {
        String other = number == 0 || chance.oneIn(20) ? "" : "x=\"" + number + "\"";
        int buckets = chance.below(4);
        for (int i = 0; i < buckets; i++) {
            String bound = chance.oneIn(12) ? chance.of(BOUNDS) : i + ".5";
            String separator = other.isEmpty() ? "" : ",";
            body.append(name).append(suffix).append('{').append(other).append(separator);
            label(body, part, bound);
            body.append("} ")
                    .append(chance.oneIn(12) ? chance.of(VALUES) : Integer.toString(i + 1))
                    .append('\n');
        }
        String labels = other.isEmpty() ? "" : "{" + other + "}";
        if (!chance.oneIn(6)) {
            body.append(name)
                    .append("_sum")
                    .append(labels)
                    .append(' ')
                    .append(chance.of(VALUES))
                    .append('\n');
        }
        if (!chance.oneIn(6)) {
            String count = chance.oneIn(12) ? chance.of(VALUES) : Integer.toString(buckets + 1);
            body.append(name)
                    .append("_count")
                    .append(labels)
                    .append(' ')
                    .append(count)
                    .append('\n');
        }
        if (chance.oneIn(12)) {
            body.append(name).append(labels).append(" 3\n");
        }
    }

    private void label(StringBuilder body, String name, String value) {
        body.append(name).append(blanksAtTimes()).append('=').append(blanksAtTimes());
        body.append('"').append(value).append('"').append(blanksAtTimes());
    }

    private String blanksAtTimes() {
        return chance.oneIn(20) ? blanks(1) : "";
    }

    private String blanks(int least) {
        return chance.oneIn(8) ? chance.of(" ", "\t", "  ", " \t ") : " ".repeat(least);
    }
}
