package dev.quorumgate.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the command line and the environment say, as text. */
final class FlagValues {
    private final Map<Flag, List<String>> given;

    private FlagValues(Map<Flag, List<String>> given) {
        this.given = given;
    }

    /** Reads {@code --flag=value}, {@code --flag value} and bare switches; what it cannot read goes to {@code problems}. */
    static FlagValues parse(List<String> arguments, Map<String, String> environment, Problems problems) {
        Map<Flag, List<String>> values = new EnumMap<>(Flag.class);
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.isEmpty()) {
                continue; // what an unset variable leaves behind in a start script
            }
            if (!argument.startsWith("--")) {
                problems.add("unexpected argument '" + argument + "'; flags begin with --");
                continue;
            }
            int equals = argument.indexOf('=');
            String name = argument.substring(2, equals < 0 ? argument.length() : equals);
            Optional<Flag> flag = Flag.named(name);
            if (flag.isEmpty()) {
                problems.add("--" + name + ": unknown flag; did you mean --" + nearest(name) + "?");
                // Its value, if it stands alone, is not a mistake of its own.
                i += equals < 0
                                && i + 1 < arguments.size()
                                && !arguments.get(i + 1).startsWith("--")
                        ? 1
                        : 0;
                continue;
            }
            String value;
            if (equals >= 0) {
                value = argument.substring(equals + 1);
            } else if (flag.get().kind() == Flag.Kind.SWITCH) {
                value = "true";
            } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--")) {
                value = arguments.get(++i);
            } else {
                problems.add(flag.get(), "needs a value");
                continue;
            }
            put(values, flag.get(), value, problems);
        }
        addEnvironment(values, environment);
        return new FlagValues(values);
    }

    /** The last value given, or the default. */
    String get(Flag flag) {
        List<String> values = given.get(flag);
        return values == null ? flag.defaultValue() : values.get(values.size() - 1);
    }

    List<String> getAll(Flag flag) {
        return given.getOrDefault(flag, List.of(flag.defaultValue()));
    }

    boolean isGiven(Flag flag) {
        return given.containsKey(flag);
    }

    private static void put(Map<Flag, List<String>> values, Flag flag, String value, Problems problems) {
        List<String> all = values.computeIfAbsent(flag, any -> new ArrayList<>());
        if (!all.isEmpty() && flag.kind() != Flag.Kind.REPEATED) {
            problems.add(flag, "given more than once");
        }
        all.add(value);
    }

    private static void addEnvironment(Map<Flag, List<String>> values, Map<String, String> environment) {
        for (Flag flag : Flag.values()) {
            String value = environment.get(flag.environmentVariable());
            if (value != null && !value.isEmpty() && !values.containsKey(flag)) {
                values.put(flag, flag.kind() == Flag.Kind.REPEATED ? Arrays.asList(value.split(",")) : List.of(value));
            }
        }
    }

    private static String nearest(String name) {
        return Flag.names().stream()
                .min((a, b) -> Integer.compare(distance(a, name), distance(b, name)))
                .orElseThrow();
    }

    /** Levenshtein's: how many letters must change, come or go. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
