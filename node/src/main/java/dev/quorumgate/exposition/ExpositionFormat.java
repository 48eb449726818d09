package dev.quorumgate.exposition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a scrape is answered with: a format, and the escaping of names that the client asked for.
 *
 * <p>Source: API reference of the original, "Negotiation"; OpenMetrics 1.0, which the original does not offer, is one more format
 * among those. There is never a refusal: what is not understood gets text.
 *
 * @param encoding of families
 * @param escaping of names that are no legacy names; told in the {@code Content-Type}
 */
public record ExpositionFormat(Encoding encoding, Escaping escaping) {
    /** The formats that families are written in. */
    public enum Encoding {
        TEXT("text/plain; version=0.0.4; charset=utf-8"),
        OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8"),
        PROTOBUF(protobuf("delimited")),
        /** Protobuf for human eyes, over many lines. */
        PROTOBUF_TEXT(protobuf("text")),
        /** Protobuf for human eyes, a line for each family. */
        PROTOBUF_COMPACT_TEXT(protobuf("compact-text"));

        private final String contentType;

        Encoding(String contentType) {
            this.contentType = contentType;
        }

        private static String protobuf(String encoding) {
            return "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=" + encoding;
        }
    }

    /** The format for the first {@code Accept} header line; empty for none. */
    public static ExpositionFormat negotiate(String accept) {
        List<Clause> clauses = new ArrayList<>();
        for (String text : accept.split(",", -1)) {
            clauses.add(Clause.parse(text));
        }
        // Stable: clauses of one quality keep their order.
        clauses.sort(
                Comparator.comparingDouble((Clause clause) -> clause.quality).reversed());
        // As with the original, a clause that says nothing of escaping follows the one that was tried before it.
        Escaping escaping = Escaping.UNDERSCORES;
        for (Clause clause : clauses) {
            if (clause.quality > 0) {
                escaping = clause.escaping().orElse(escaping);
                Optional<Encoding> encoding = clause.encoding();
                if (encoding.isPresent()) {
                    return new ExpositionFormat(encoding.get(), escaping);
                }
            }
        }
        return new ExpositionFormat(Encoding.TEXT, escaping);
    }

    /** The {@code Content-Type} of the answer. */
    public String contentType() {
        return encoding.contentType + "; escaping=" + escaping.word();
    }

    /** Text with the same names. */
    public ExpositionFormat asText() {
        return new ExpositionFormat(Encoding.TEXT, escaping);
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

        Optional<Encoding> encoding() {
            return switch (type) {
                case "text/plain" -> Optional.of(Encoding.TEXT).filter(text -> hasVersion("0.0.4"));
                case "application/openmetrics-text" ->
                    Optional.of(Encoding.OPENMETRICS).filter(text -> hasVersion("1.0.0"));
                case "application/vnd.google.protobuf" -> protobuf();
                default -> Optional.empty();
            };
        }

        Optional<Escaping> escaping() {
            return Escaping.of(parameters.getOrDefault("escaping", ""));
        }

        private boolean hasVersion(String version) {
            return parameters.getOrDefault("version", version).equals(version);
        }

        private Optional<Encoding> protobuf() {
            if (!"io.prometheus.client.MetricFamily".equals(parameters.get("proto"))) {
                return Optional.empty();
            }
            return switch (parameters.getOrDefault("encoding", "")) {
                case "delimited" -> Optional.of(Encoding.PROTOBUF);
                case "text" -> Optional.of(Encoding.PROTOBUF_TEXT);
                case "compact-text" -> Optional.of(Encoding.PROTOBUF_COMPACT_TEXT);
                default -> Optional.empty();
            };
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
