package dev.quorumgate.exposition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a scrape is answered with: a format, and the escaping of names that the client asked for.
 *
 * <p>Source: API reference of the original, "Negotiation". There is never a refusal: what is not understood gets text.
 *
 * @param encoding of families
 * @param escaping as in the {@code Accept} header, to be repeated; without effect as long as all names are legacy names
 */
public record ExpositionFormat(Encoding encoding, String escaping) {
    /** The formats that families are written in. */
    public enum Encoding {
        TEXT("text/plain; version=0.0.4; charset=utf-8"),
        PROTOBUF("application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited");

        private final String contentType;

        Encoding(String contentType) {
            this.contentType = contentType;
        }
    }

    private static final String DEFAULT_ESCAPING = "underscores";
    private static final Set<String> ESCAPINGS = Set.of("allow-utf-8", DEFAULT_ESCAPING, "dots", "values");

    /** The format for the first {@code Accept} header line; empty for none. */
    public static ExpositionFormat negotiate(String accept) {
        List<Clause> clauses = new ArrayList<>();
        for (String text : accept.split(",", -1)) {
            clauses.add(Clause.parse(text));
        }
        // Stable: clauses of one quality keep their order.
        clauses.sort(
                Comparator.comparingDouble((Clause clause) -> clause.quality).reversed());
        for (Clause clause : clauses) {
            if (clause.quality > 0 && clause.isDelimitedProtobuf()) {
                return new ExpositionFormat(Encoding.PROTOBUF, clause.escaping());
            }
            if (clause.quality > 0 && clause.isText()) {
                return new ExpositionFormat(Encoding.TEXT, clause.escaping());
            }
        }
        return new ExpositionFormat(Encoding.TEXT, DEFAULT_ESCAPING);
    }

    /** The {@code Content-Type} of the answer. */
    public String contentType() {
        return encoding.contentType + "; escaping=" + escaping;
    }

    private record Clause(String type, Map<String, String> parameters, double quality) {
        static Clause parse(String text) {
            String[] parts = text.split(";", -1);
            Map<String, String> parameters = new TreeMap<>();
            for (int i = 1; i < parts.length; i++) {
                int equals = parts[i].indexOf('=');
                if (equals > 0) {
                    parameters.put(
                            parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT),
                            unquoted(parts[i].substring(equals + 1).strip()));
                }
            }
            return new Clause(
                    parts[0].strip().toLowerCase(Locale.ROOT), parameters, quality(parameters.getOrDefault("q", "1")));
        }

        boolean isDelimitedProtobuf() {
            return type.equals("application/vnd.google.protobuf")
                    && "io.prometheus.client.MetricFamily".equals(parameters.get("proto"))
                    && "delimited".equals(parameters.get("encoding"));
        }

        boolean isText() {
            return type.equals("text/plain")
                    && parameters.getOrDefault("version", "0.0.4").equals("0.0.4");
        }

        String escaping() {
            String wanted = parameters.getOrDefault("escaping", DEFAULT_ESCAPING);
            return ESCAPINGS.contains(wanted) ? wanted : DEFAULT_ESCAPING;
        }

        private static String unquoted(String value) {
            return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                    ? value.substring(1, value.length() - 1)
                    : value;
        }

        private static double quality(String text) {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                return 1;
            }
        }
    }
}
