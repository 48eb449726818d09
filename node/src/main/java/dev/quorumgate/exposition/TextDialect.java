package dev.quorumgate.exposition;

import dev.quorumgate.model.MetricType;
import dev.quorumgate.proto.client.Exemplar;
import dev.quorumgate.proto.client.LabelPair;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the two text formats write differently; lines of samples are the same but for bounds and exemplars.
 *
 * <p>OpenMetrics never changes the name or value of a sample: whoever scrapes it has the series of the text format. So a counter
 * whose name does not end in {@code _total} is {@code unknown}, a gauge histogram a histogram, and created timestamps, which
 * would be series of their own, are left to protobuf.
 *
 * <p>Source: API reference of the original, "Text lines"; OpenMetrics 1.0.
 */
public enum TextDialect {
    /** Text 0.0.4. */
    PROMETHEUS {
        @Override
        public void appendHeader(
                ByteBuilder out, String name, Optional<String> help, Optional<String> unit, MetricType type) {
            if (help.isPresent()) {
                appendHelp(out, name, help.get(), false);
            }
            appendLine(out, "# TYPE ", name, word(type));
        }

        @Override
        public void appendEnd(ByteBuilder out) {
            // nothing tells the end
        }

        @Override
        boolean hasExemplars(String name) {
            return false;
        }

        @Override
        void appendBound(ByteBuilder out, double bound) {
            out.append(bound);
        }
    },

    /** OpenMetrics 1.0. */
    OPENMETRICS {
        @Override
        public void appendHeader(
                ByteBuilder out, String name, Optional<String> help, Optional<String> unit, MetricType type) {
            String family = family(name, type);
            boolean unnamed = type == MetricType.COUNTER && family.equals(name);
            appendLine(out, "# TYPE ", family, type == MetricType.UNTYPED || unnamed ? "unknown" : word(type));
            // A unit that is not part of the name is refused by scrapers, and with it all else.
            if (unit.isPresent() && NameRules.LEGACY.allowsLabel(unit.get()) && family.endsWith("_" + unit.get())) {
                appendLine(out, "# UNIT ", family, unit.get());
            }
            if (help.isPresent()) {
                appendHelp(out, family, help.get(), true);
            }
        }

        @Override
        public void appendEnd(ByteBuilder out) {
            out.append("# EOF\n");
        }

        @Override
        boolean hasExemplars(String name) {
            return name.endsWith(TOTAL);
        }

        @Override
        void appendBound(ByteBuilder out, double bound) {
            int start = out.length();
            out.append(bound);
            for (int i = start; i < out.length(); i++) {
                byte b = out.array()[i];
                if (b == '.' || b == 'e' || b == 'I' || b == 'N') {
                    return;
                }
            }
            out.append(".0");
        }
    };

    private static final String TOTAL = "_total";

    /** Characters that names and values of an exemplar's labels may have together. */
    private static final int EXEMPLAR_LENGTH_MAX = 128;

    /** Writes what stands before the samples of a family. */
    public abstract void appendHeader(
            ByteBuilder out, String name, Optional<String> help, Optional<String> unit, MetricType type);

    /** Writes what stands behind all families. */
    public abstract void appendEnd(ByteBuilder out);

    /** Whether a counter of this name shows its exemplars; the buckets of histograms do where they may at all. */
    abstract boolean hasExemplars(String name);

    /** Writes the value of {@code le} or {@code quantile}. */
    abstract void appendBound(ByteBuilder out, double bound);

    /** The name that OpenMetrics gives to a family of metrics of this name. */
    static String family(String name, MetricType type) {
        return type == MetricType.COUNTER && name.endsWith(TOTAL) && name.length() > TOTAL.length()
                ? name.substring(0, name.length() - TOTAL.length())
                : name;
    }

    /** Writes an exemplar at the end of a line, unless it is one that some scraper would refuse all else for. */
    static void appendExemplar(ByteBuilder out, SampleLines lines, Exemplar exemplar) {
        int length = 0;
        for (LabelPair label : exemplar.getLabelList()) {
            length += label.getName().length()
                    + label.getValue().codePointCount(0, label.getValue().length());
            if (!NameRules.LEGACY.allowsLabel(label.getName())) {
                return;
            }
        }
        if (length > EXEMPLAR_LENGTH_MAX) {
            return;
        }
        out.append(" # ");
        lines.append(exemplar.getLabelList());
        out.append(' ').append(exemplar.getValue());
        if (exemplar.hasTimestamp()) {
            BigDecimal seconds = BigDecimal.valueOf(exemplar.getTimestamp().getSeconds())
                    .add(BigDecimal.valueOf(exemplar.getTimestamp().getNanos(), 9));
            out.append(' ').append(seconds.stripTrailingZeros().toPlainString());
        }
    }

    private static String word(MetricType type) {
        return type.hasBuckets() ? MetricType.HISTOGRAM.word() : type.word();
    }

    private static void appendLine(ByteBuilder out, String keyword, String name, String text) {
        out.append(keyword);
        SampleLines.appendName(out, name);
        out.append(' ').append(text).append('\n');
    }

    private static void appendHelp(ByteBuilder out, String name, String help, boolean escapesQuotes) {
        out.append("# HELP ");
        SampleLines.appendName(out, name);
        out.append(' ');
        for (byte b : help.getBytes(StandardCharsets.UTF_8)) {
            if (b == '\\' || b == '\n' || (b == '"' && escapesQuotes)) {
                out.append('\\').append(b == '\n' ? (byte) 'n' : b);
            } else {
                out.append(b);
            }
        }
        out.append('\n');
    }
}
