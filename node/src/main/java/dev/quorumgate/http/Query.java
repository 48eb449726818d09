package dev.quorumgate.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The query of a request target, {@code a=1&b=2}. */
final class Query {
    private Query() {}

    /**
     * The values of a parameter, in their order. Not by the web server: it takes quadratic time for a name that comes often, and
     * a query may be long. What is escaped wrongly is taken as it stands.
     *
     * @param query empty for none
     */
    static List<String> values(String query, String name) {
        List<String> values = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (decoded(equals < 0 ? parameter : parameter.substring(0, equals)).equals(name)) {
                values.add(equals < 0 ? "" : decoded(parameter.substring(equals + 1)));
            }
        }
        return values;
    }

    /** All parameters by name, their values in their order. */
    static SortedMap<String, List<String>> parameters(String query) {
        SortedMap<String, List<String>> parameters = new TreeMap<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (!parameter.isEmpty()) {
                parameters
                        .computeIfAbsent(
                                decoded(equals < 0 ? parameter : parameter.substring(0, equals)),
                                name -> new ArrayList<>())
                        .add(equals < 0 ? "" : decoded(parameter.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
