package dev.quorumgate.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
