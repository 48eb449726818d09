package dev.quorumgate.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the command line and the environment say, as text. */
final class FlagValues {
    private static final String NEGATION = "no-";

    private final Map<Flag, List<String>> given;

    private FlagValues(Map<Flag, List<String>> given) {
        this.given = given;
    }

    /**
     * Reads {@code --flag=value}, {@code --flag value}, bare switches, {@code --no-switch} and {@code @FILE}; what it cannot
     * read goes to {@code problems}.
     */
    static FlagValues parse(List<String> commandLine, Map<String, String> environment, Problems problems) {
        List<String> arguments = ArgumentFiles.expand(commandLine, problems);
        Map<Flag, List<String>> values = new EnumMap<>(Flag.class);
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.isEmpty() || argument.equals("--")) {
                continue; // what an unset variable leaves behind in a start script; the end of the flags
            }
            if (!argument.startsWith("--")) {
                problems.add("unexpected argument '" + argument + "'; flags begin with --");
                continue;
            }
            int equals = argument.indexOf('=');
            String name = argument.substring(2, equals < 0 ? argument.length() : equals);
            Optional<Flag> negated = negated(name);
            Optional<Flag> flag = negated.or(() -> Flag.named(name));
            boolean valueFollows = equals < 0
                    && i + 1 < arguments.size()
                    && !arguments.get(i + 1).startsWith("--");
            if (flag.isEmpty()) {
                problems.add("--" + name + ": unknown flag"
                        + Spelling.likely(name, Flag.names())
                                .map(near -> "; did you mean --" + near + "?")
                                .orElse("; --help lists them all"));
                i += valueFollows ? 1 : 0; // its value, if it stands alone, is not a mistake of its own
            } else if (negated.isPresent() && equals >= 0) {
                problems.add("--" + name + ": takes no value; write " + flag.get() + "=true or =false");
            } else if (equals >= 0) {
                put(values, flag.get(), argument.substring(equals + 1), problems);
            } else if (flag.get().kind() == Flag.Kind.SWITCH) {
                put(values, flag.get(), negated.isPresent() ? "false" : "true", problems);
            } else if (valueFollows) {
                put(values, flag.get(), arguments.get(++i), problems);
            } else {
                problems.add(flag.get(), "needs a value");
            }
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

    /** The switch that {@code --no-switch} turns off. */
    private static Optional<Flag> negated(String name) {
        return name.startsWith(NEGATION)
                ? Flag.named(name.substring(NEGATION.length())).filter(flag -> flag.kind() == Flag.Kind.SWITCH)
                : Optional.empty();
    }

    private static void put(Map<Flag, List<String>> values, Flag flag, String value, Problems problems) {
        List<String> all = values.computeIfAbsent(flag, any -> new ArrayList<>());
        if (!all.isEmpty() && flag.kind() != Flag.Kind.REPEATED) {
            problems.add(flag, "given more than once");
        }
        all.add(value);
    }

    private static void addEnvironment(Map<Flag, List<String>> values, Map<String, String> environment) {
        for (Flag flag : Flag.all()) {
            String value = environment.get(flag.environmentVariable());
            if (value != null && !value.isEmpty() && !values.containsKey(flag)) {
                values.put(flag, flag.kind() == Flag.Kind.REPEATED ? Arrays.asList(value.split(",")) : List.of(value));
            }
        }
    }
}
