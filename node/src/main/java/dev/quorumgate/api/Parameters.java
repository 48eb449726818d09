package dev.quorumgate.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The parameters of a query. What is not known is refused: a mistyped condition must not choose everything. */
public final class Parameters {
    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Takes parameters by name.
     *
     * @param known the names that there are
     * @throws InvalidParameterException if there is another one
     */
    public static Parameters of(Map<String, List<String>> values, String... known) throws InvalidParameterException {
        for (String name : values.keySet()) {
            if (!Arrays.asList(known).contains(name)) {
                throw new InvalidParameterException(
                        name,
                        "unknown parameter \"" + name + "\"; "
                                + (known.length == 0 ? "there are none" : "known are " + String.join(", ", known)));
            }
        }
        return new Parameters(values);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    Optional<String> one(String name) throws InvalidParameterException {
        List<String> given = all(name);
        if (given.size() > 1) {
            throw new InvalidParameterException(name, name + " is given " + given.size() + " times; give it once");
        }
        return given.stream().findFirst();
    }

    /** A switch; off unless it is given. */
    public boolean isOn(String name) throws InvalidParameterException {
        String value = one(name).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new InvalidParameterException(name, name + ": expected true or false, got \"" + value + "\"");
        }
        return value.equals("true");
    }

    /** A whole number of the given range. */
    public OptionalLong number(String name, long min, long max) throws InvalidParameterException {
        Optional<String> value = one(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(value.get());
            if (number >= min && number <= max) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new InvalidParameterException(
                name, name + ": expected a whole number from " + min + " to " + max + ", got \"" + value.get() + "\"");
    }

    /** One of the constants of an enum, in lower case. */
    <E extends Enum<E>> Optional<E> word(String name, Class<E> type) throws InvalidParameterException {
        Optional<String> value = one(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        for (E each : type.getEnumConstants()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(value.get())) {
                return Optional.of(each);
            }
        }
        throw new InvalidParameterException(
                name,
                name + ": expected one of "
                        + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT) + ", got \"" + value.get()
                        + "\"");
    }
}
