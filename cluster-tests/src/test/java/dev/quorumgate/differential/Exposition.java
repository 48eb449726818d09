package dev.quorumgate.differential;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The pushed half of a scrape in text, made comparable: times that are set become one word, and metrics of a family stand in
 * the order of their labels. Lines of one metric keep their order, and so do families.
 *
 * @param status of the scrape; no families but for 200
 * @param families by name
 */
record Exposition(int status, Map<String, Family> families) {
    private static final Pattern OWN =
            Pattern.compile("(go|process|promhttp|pushgateway|jvm|quorumgate)_.*|" + Pair.BARRIER);
    private static final Pattern SET_TIME = Pattern.compile("^(push_(?:failure_)?time_seconds\\{[^\\n]*}) (?!0$).*");
    private static final Pattern PART = Pattern.compile("[,{](?:le|quantile)=\"[^\"]*\"(?=} )");

    /**
     * A family as it is shown.
     *
     * @param help the whole line, empty for none
     */
    record Family(String help, String type, List<String> samples) {}

    /** Whether a family of this name may be a gateway's own. */
    static boolean isOwn(String name) {
        return OWN.matcher(name).matches();
    }

    static Exposition of(Reply scrape) {
        Map<String, Family> families = new TreeMap<>();
        if (scrape.status() == 200) {
            Reader reader = new Reader(families);
            // Not lines(), which would take the carriage returns of labels for ends of lines.
            for (String line : scrape.text().split("\n", -1)) {
                reader.read(line);
            }
            reader.end();
        }
        return new Exposition(scrape.status(), families);
    }

    /** Without the lines that may differ by chance in the original. */
    Exposition withoutHelp() {
        Map<String, Family> without = new TreeMap<>(families);
        without.replaceAll((name, family) -> new Family("", family.type(), family.samples()));
        return new Exposition(status, without);
    }

    Map<String, String> helps() {
        return families.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().help()));
    }

    /** The families that are not the same in both, as both show them. */
    static String difference(Exposition ours, Exposition original) {
        if (ours.status != original.status) {
            return "ours is " + ours.status + ", the original's " + original.status;
        }
        List<String> told = new ArrayList<>();
        Map<String, Family> all = new TreeMap<>(ours.families);
        all.putAll(original.families);
        for (String name : all.keySet()) {
            Family here = ours.families.get(name);
            Family there = original.families.get(name);
            if (here == null || there == null || !here.equals(there)) {
                told.add("ours: " + here + "\n    original: " + there);
            }
        }
        return String.join("\n    ", told);
    }

    private static final class Reader {
        private final Map<String, Family> families;
        private String name = "";
        private String help = "";
        private String type = "";
        private List<String> samples = new ArrayList<>();

        Reader(Map<String, Family> families) {
            this.families = families;
        }

        void read(String line) {
            if (line.startsWith("# HELP ")) {
                begin(nameIn(line));
                help = line;
            } else if (line.startsWith("# TYPE ")) {
                String named = nameIn(line);
                if (!named.equals(name) || !type.isEmpty()) {
                    begin(named);
                }
                type = line;
            } else if (!line.isEmpty()) {
                samples.add(SET_TIME.matcher(line).replaceFirst("$1 TIME"));
            }
        }

        void end() {
            begin("");
        }

        private void begin(String next) {
            samples.removeIf(line -> line.contains("job=\"" + Pair.BARRIER + "\""));
            if (!samples.isEmpty() && !OWN.matcher(name).matches()) {
                samples.sort(Comparator.comparing(this::place));
                Family family = new Family(help, type, List.copyOf(samples));
                Family twice = families.putIfAbsent(name, family);
                if (twice != null) {
                    families.put(name, new Family("two families of one name", twice.toString(), family.samples()));
                }
            }
            name = next;
            help = "";
            type = "";
            samples = new ArrayList<>();
        }

        private String place(String line) {
            boolean parted = type.endsWith(" histogram") || type.endsWith(" summary");
            if (!parted) {
                return line;
            }
            int labels = line.indexOf('{');
            int value = line.lastIndexOf(' ');
            return PART.matcher(line.substring(Math.max(0, labels), value) + " ")
                    .replaceFirst("");
        }

        private static String nameIn(String comment) {
            String rest = comment.substring("# HELP ".length());
            if (!rest.startsWith("\"")) {
                return rest.split(" ", 2)[0];
            }
            int end = 1;
            while (end < rest.length() && rest.charAt(end) != '"') {
                end += rest.charAt(end) == '\\' ? 2 : 1;
            }
            return rest.substring(0, Math.min(rest.length(), end + 1));
        }
    }
}
