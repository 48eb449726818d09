package dev.quorumgate.http;

import dev.quorumgate.exposition.GoQuote;
import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.model.GroupingKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The grouping key in a push path: {@code /metrics/job/JOB}, then any number of {@code /NAME/VALUE}; {@code job} and each
 * name may end in {@code @base64}, which makes what follows base64.
 *
 * <p>Source: API reference of the original, "The grouping key in the URL".
 */
final class GroupingKeyPath {
    private static final String METRICS = "metrics";
    private static final String BASE64_SUFFIX = "@base64";
    private static final String RESERVED_PREFIX = "__";
    private static final String PAIRS_ADVICE = "\na path is /metrics/job/JOB, then /NAME/VALUE for each label;"
            + " a value with slashes is written NAME@base64/VALUE, in the URL-safe alphabet of base64";
    private static final String EMPTY_VALUE_ADVICE =
            "\nthe path has an empty component; an empty label value is written NAME@base64/=";
    private static final String BASE64_ADVICE =
            "\nthe alphabet is the URL-safe one, A-Z a-z 0-9 - and _, with or without"
                    + " = at the end: printf %s VALUE | base64 -w0 | tr +/ -_";
    private static final String NAME_ADVICE =
            "\nlabel names have letters, digits and underscores, no digit first, and do"
                    + " not begin with __; other names that do not begin with __ need --push.enable-utf8-names";

    private final String jobComponent;
    private final boolean jobIsBase64;
    /** What follows the job, with its leading slash; empty for nothing. */
    private final String remainder;

    private final NameRules rules;

    private GroupingKeyPath(String jobComponent, boolean jobIsBase64, String remainder, NameRules rules) {
        this.jobComponent = jobComponent;
        this.jobIsBase64 = jobIsBase64;
        this.remainder = remainder;
        this.rules = rules;
    }

    /** Whether this is the path of a group, whatever may be wrong with its labels. */
    static boolean matches(RequestPath path) {
        List<String> components = path.components();
        return components.size() >= 3
                && components.get(0).equals(METRICS)
                && (components.get(1).equals(GroupingKey.JOB)
                        || components.get(1).equals(GroupingKey.JOB + BASE64_SUFFIX));
    }

    /**
     * The key.
     *
     * @param path one that {@link #matches}
     * @throws RequestException if it is malformed, in the original's words
     */
    static GroupingKey parse(RequestPath path, NameRules rules) throws RequestException {
        List<String> components = path.components();
        String job = components.get(2);
        String rest = components.size() == 3 ? "" : "/" + String.join("/", components.subList(3, components.size()));
        return new GroupingKeyPath(job, components.get(1).endsWith(BASE64_SUFFIX), rest, rules).key();
    }

    private GroupingKey key() throws RequestException {
        String job = job();
        Map<String, String> labels = new TreeMap<>();
        if (!remainder.isEmpty() && !remainder.equals("/")) {
            addPairs(remainder.substring(1).split("/", -1), labels);
        }
        if (job.isEmpty()) {
            throw new RequestException(400, "job name is required\nthe value of job must not be empty");
        }
        labels.put(GroupingKey.JOB, job); // a pair of that name does not count
        if (labels.size() > GroupingKey.LABELS_MAX) {
            throw new RequestException(
                    400,
                    "too many grouping labels: " + labels.size() + ", the limit is " + GroupingKey.LABELS_MAX
                            + "\nwhat differs from series to series belongs into the labels of the metrics");
        }
        Map<String, String> decoded = new TreeMap<>();
        for (Map.Entry<String, String> label : labels.entrySet()) {
            decoded.put(label.getKey(), utf8(label.getKey(), label.getValue()));
        }
        return GroupingKey.of(decoded);
    }

    private String job() throws RequestException {
        if (!jobIsBase64) {
            return jobComponent;
        }
        Base64Value value = Base64Value.decode(jobComponent);
        if (!value.isSound()) {
            throw new RequestException(
                    400,
                    "invalid base64 encoding in job name " + quote(value.decoded()) + ": "
                            + "illegal base64 data at input byte " + value.errorOffset() + BASE64_ADVICE);
        }
        return value.decoded();
    }

    private void addPairs(String[] components, Map<String, String> labels) throws RequestException {
        boolean hasHole = remainder.contains("//");
        if (components.length % 2 != 0) {
            throw new RequestException(
                    400,
                    "odd number of components in label string " + quote(remainder)
                            + (hasHole ? EMPTY_VALUE_ADVICE : PAIRS_ADVICE));
        }
        for (int i = 0; i < components.length; i += 2) {
            boolean base64 = components[i].endsWith(BASE64_SUFFIX);
            String written = base64
                    ? components[i].substring(0, components[i].length() - BASE64_SUFFIX.length())
                    : components[i];
            Optional<String> name = labelName(written);
            if (name.isEmpty()) {
                throw new RequestException(
                        400, "improper label name " + quote(written) + (hasHole ? EMPTY_VALUE_ADVICE : NAME_ADVICE));
            }
            labels.put(name.get(), base64 ? base64Value(written, components[i + 1]) : components[i + 1]);
        }
        if (hasHole) {
            // The original redirects to the path without the empty components, where the labels are others.
            throw new RequestException(400, "improper label string " + quote(remainder) + EMPTY_VALUE_ADVICE);
        }
    }

    /** The name that is meant; empty if there can be no label of that name. The original tests the prefix only as written. */
    private Optional<String> labelName(String written) {
        return text(written)
                .filter(text -> !text.startsWith(RESERVED_PREFIX))
                .map(rules::labelInPath)
                .filter(name -> rules.allowsLabel(name) && !name.startsWith(RESERVED_PREFIX));
    }

    private static String base64Value(String name, String component) throws RequestException {
        Base64Value value = Base64Value.decode(component);
        if (!value.isSound()) {
            throw new RequestException(
                    400,
                    "invalid base64 encoding for label " + inWords(name) + "=" + quote(component) + ": "
                            + "illegal base64 data at input byte " + value.errorOffset() + BASE64_ADVICE);
        }
        return value.decoded();
    }

    /** A name that was checked, so that its bytes are UTF-8. */
    private static String inWords(String name) {
        return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The original lets bytes through that no scraper can read. */
    private static String utf8(String name, String bytes) throws RequestException {
        Optional<String> text = text(bytes);
        if (text.isEmpty()) {
            throw new RequestException(
                    400,
                    "invalid UTF-8 in value of label \"" + name + "\": " + quote(bytes)
                            + "\nlabel values are UTF-8, percent-encoded or in base64");
        }
        return text.get();
    }

    /** The text that bytes are in UTF-8. */
    private static Optional<String> text(String bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String quote(String bytes) {
        byte[] quoted = bytes.getBytes(StandardCharsets.ISO_8859_1);
        return GoQuote.quote(quoted, 0, quoted.length);
    }
}
