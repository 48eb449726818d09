package dev.quorumgate.exposition;

import dev.quorumgate.model.PushedFamily;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads a push in OpenMetrics 1.0 text. Takes time and memory in proportion to the body, whatever it holds.
 *
 * <p>Source: OpenMetrics 1.0; what is read more leniently, and what families become, is in {@code DESIGN.md}.
 */
public final class OpenMetricsParser {
    private static final byte[] EOF = "# EOF".getBytes(StandardCharsets.US_ASCII);

    private OpenMetricsParser() {}

    /** Whether the last line of a body is {@code # EOF}, as that of OpenMetrics must be. */
    static boolean isTerminated(byte[] body, int length) {
        return terminator(body, length).isPresent();
    }

    /**
     * The metric families of a body.
     *
     * @param length how many bytes of the array are the body
     * @return in the order in which they appear, names unique; those without samples are left out
     * @throws MalformedPushException at the first mistake, with its line
     */
    public static List<PushedFamily> parse(byte[] body, int length, NameRules rules) throws MalformedPushException {
        OptionalInt terminator = terminator(body, length);
        TextScanner scanner = new TextScanner(body, terminator.orElse(length));
        TextStrings strings = new TextStrings(scanner, rules);
        OpenMetricsFamilies families = new OpenMetricsFamilies(scanner);
        OpenMetricsDescriptor descriptor = new OpenMetricsDescriptor(scanner, strings, families);
        OpenMetricsSample sample = new OpenMetricsSample(scanner, strings, families);
        while (scanner.startLine()) {
            if (scanner.peek() == '#') {
                descriptor.read();
            } else {
                sample.read();
            }
            scanner.endLine();
        }
        if (terminator.isEmpty()) {
            throw scanner.error("the last line is not \"# EOF\"");
        }
        return families.close();
    }

    /** Where the last line begins if it is the one that must be the last; its own line feed may be missing. */
    private static OptionalInt terminator(byte[] body, int length) {
        int end = length > 0 && body[length - 1] == '\n' ? length - 1 : length;
        int start = end - EOF.length;
        boolean terminated = start >= 0
                && (start == 0 || body[start - 1] == '\n')
                && Arrays.equals(body, start, end, EOF, 0, EOF.length);
        return terminated ? OptionalInt.of(start) : OptionalInt.empty();
    }
}
