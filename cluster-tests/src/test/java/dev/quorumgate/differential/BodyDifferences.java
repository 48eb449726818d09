package dev.quorumgate.differential;

import static dev.quorumgate.differential.Aspect.BODY;
import static dev.quorumgate.differential.Aspect.SHOWN;
import static dev.quorumgate.differential.Aspect.STATUS;

import com.google.protobuf.ByteString;
import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.BucketSpan;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import dev.quorumgate.proto.client.MetricType;
import dev.quorumgate.proto.client.Untyped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The known differences in what bodies are taken: ours refuses what no scraper can read, with a text of its own. */
final class BodyDifferences {
    private static final Set<Aspect> REFUSED = Set.of(STATUS, BODY, SHOWN);

    private static final Pattern NAME_WITH_A_QUOTE_IN_IT =
            Pattern.compile("(?m)(?:^|[{,\\s])[a-zA-Z_:][a-zA-Z0-9_:]*\"");

    private static final Pattern LABEL_BEFORE_A_NAME = Pattern.compile(
            "(?s)TYPE \\S+ \\w*(?:histogram|summary).*\\{[^{}\n]*=\\s*\"[^\n]*\"\\s*,\\s*\"[^\"\n]*\"\\s*[,}]");

    private static final Pattern COUNT_TWICE =
            Pattern.compile("(?s)(?:^|\n)\\s*([\\w:]+_count(?:\\{[^}]*\\})?)\\s(?:.*\n)?\\s*\\1\\s");

    static final List<KnownDifference> TABLE = List.of(
            new KnownDifference(
                    "bucket or quantile given twice, in text",
                    "buckets or quantiles given twice",
                    "no scraper can read it",
                    REFUSED,
                    text(": second sample with '(le|quantile)' label "),
                    Mode.DEFAULT,
                    List.of(push("# TYPE s summary\ns{quantile=\"0.5\"} 1\ns{quantile=\"0.5\"} 2\n"))),
            new KnownDifference(
                    "bucket or quantile given twice, in protobuf",
                    "buckets or quantiles given twice",
                    "no scraper can read it",
                    REFUSED,
                    messages("metric .*: (second|two) .*(bucket|quantile|upper bound)"),
                    Mode.DEFAULT,
                    List.of(PushedMessages.request(histogram(Histogram.newBuilder()
                            .addBucket(Bucket.newBuilder().setUpperBound(1))
                            .addBucket(Bucket.newBuilder().setUpperBound(1)))))),
            new KnownDifference(
                    "an explicit le on a histogram",
                    "buckets or quantiles given twice",
                    "the text then has two labels of one name",
                    REFUSED,
                    step -> step.originalAccepts()
                            && (step.oursRefuses(400, "must not have an explicit \"le\" label")
                                    || (step.bothTakeUnchecked() && bringsLeToHistogram(step))),
                    Mode.DEFAULT,
                    List.of(Request.put("/metrics/job/a/le/1", "# TYPE h histogram\nh_count 1\n"))),
            new KnownDifference(
                    "a count below zero, in text",
                    "counts that no histogram or summary can have",
                    "the original makes numbers of them that nobody pushed",
                    REFUSED,
                    text(": (negative count|negative bucket|count|bucket).*"),
                    Mode.DEFAULT,
                    List.of(push("# TYPE s summary\ns_count -1\n"))),
            new KnownDifference(
                    "an inconsistent native histogram",
                    "native histograms that contradict themselves",
                    "Prometheus would drop the whole scrape",
                    REFUSED,
                    messages("metric \"[^\"]*\" \\{.*\\}: "),
                    Mode.DEFAULT,
                    List.of(PushedMessages.request(nativeHistogram(9)))),
            new KnownDifference(
                    "a name that the text cannot write, in protobuf",
                    "names, label values, HELP texts and types that the text format cannot write",
                    "the line would be unreadable, or the scrape end there",
                    REFUSED,
                    messages(
                            "invalid metric name |invalid label (name|value) |help text of metric |unknown metric type"),
                    Mode.DEFAULT,
                    List.of(PushedMessages.request(MetricFamily.newBuilder()
                            .setName("1 x")
                            .setType(MetricType.UNTYPED)
                            .addMetric(Metric.newBuilder()
                                    .setUntyped(Untyped.newBuilder().setValue(1)))
                            .build()))),
            new KnownDifference(
                    "metrics of another type than their family, in protobuf",
                    "metrics of another type than their family, in protobuf",
                    "whether the original takes them depends on the order in which it looks at groups",
                    REFUSED,
                    step -> step.isProtobuf()
                            && step.originalAccepts()
                            && (step.bothTakeUnchecked()
                                    ? PushedMessages.of(step.request()).stream().anyMatch(BodyDifferences::isMixed)
                                    : step.oursRefuses(400, " is not a") && !step.oursRefuses(400, " group {")),
                    Mode.DEFAULT,
                    List.of(PushedMessages.request(MetricFamily.newBuilder()
                            .setName("h")
                            .setType(MetricType.GAUGE_HISTOGRAM)
                            .addMetric(Metric.newBuilder()
                                    .setUntyped(Untyped.newBuilder().setValue(1)))
                            .build()))),
            new KnownDifference(
                    "a count given twice",
                    "a `_count` given twice",
                    "the last one counts, as with all others",
                    Set.of(SHOWN, BODY),
                    step -> step.oursAccepts()
                            && step.originalAccepts()
                            && step.pushedTexts()
                                    .anyMatch(text -> COUNT_TWICE
                                            .matcher(text.replace("{}", " "))
                                            .find()),
                    Mode.DEFAULT,
                    List.of(push("# TYPE h histogram\nh_count 0.5\nh_count 1\n"))),
            new KnownDifference(
                    "a HELP text that is no UTF-8",
                    "a HELP text that is no UTF-8, in text",
                    "Prometheus would drop the whole scrape",
                    REFUSED,
                    text(": help text of metric .* is not UTF-8: "),
                    Mode.DEFAULT,
                    List.of(new Request(
                            "PUT",
                            "/metrics/job/a",
                            List.of(),
                            ByteString.copyFrom("# HELP m \u00fc\nm 1\n", StandardCharsets.ISO_8859_1)))),
            new KnownDifference(
                    "a label before a quoted name",
                    "a label before a quoted name of a summary or histogram",
                    "the original counts it to whatever series with such labels came before",
                    Set.of(SHOWN, BODY),
                    step -> step.oursAccepts()
                            && step.originalAccepts()
                            && step.pushedTexts()
                                    .anyMatch(text ->
                                            LABEL_BEFORE_A_NAME.matcher(text).find()),
                    Mode.DEFAULT,
                    List.of(
                            push(
                                    "# TYPE m histogram\n# TYPE h histogram\nh_count{x=\"2\"} 2\nu{z=\"1\"} 1\n{y=\"2\",\"m\"} 1\n"))),
            new KnownDifference(
                    "a line without a name",
                    "a line without a metric name, `{} 1`",
                    "the original crashes, or takes it for a line of the family before",
                    REFUSED,
                    step -> step.request().plainBody().matches("(?s)(.*\n)?\\s*\\{.*")
                            && (step.oursRefuses(400, ": invalid metric name\n")
                                    || step.oursRefuses(400, ": invalid label name for metric \"\"")
                                    || (step.ours().status() == 400
                                            && step.original().status() == 0)),
                    Mode.DEFAULT,
                    List.of(push("{} 1\n"))),
            new KnownDifference(
                    "a quote within a name",
                    "a name in text that is quoted in part",
                    "it is a mistake: the quote is in the wrong place",
                    REFUSED,
                    step -> !step.isProtobuf()
                            && step.pushedTexts()
                                    .anyMatch(text -> NAME_WITH_A_QUOTE_IN_IT
                                            .matcher(text)
                                            .find())
                            && step.oursRefuses(400, "text format parsing error in line "),
                    Mode.DEFAULT,
                    List.of(push("m{ab\"c\"=\"x\"} 1\n"))));

    private BodyDifferences() {}

    /** Whether there is a metric without a value of the family's type. */
    private static boolean isMixed(MetricFamily family) {
        return family.getMetricList().stream().anyMatch(metric -> switch (family.getType()) {
            case COUNTER -> !metric.hasCounter();
            case GAUGE -> !metric.hasGauge();
            case SUMMARY -> !metric.hasSummary();
            case UNTYPED -> !metric.hasUntyped();
            case HISTOGRAM, GAUGE_HISTOGRAM -> !metric.hasHistogram();
        });
    }

    private static boolean bringsLeToHistogram(Step step) {
        boolean grouped = step.decodedPath().matches("(?s).*/le(@base64)?/.*");
        String body = step.request().plainBody();
        return (grouped && body.toLowerCase(Locale.ROOT).contains("histogram"))
                || PushedMessages.of(step.request()).stream().anyMatch(family -> hasHistogram(family, grouped));
    }

    private static boolean hasHistogram(MetricFamily family, boolean grouped) {
        return family.getMetricList().stream()
                .anyMatch(metric -> metric.hasHistogram()
                        && (grouped
                                || metric.getLabelList().stream()
                                        .anyMatch(label -> label.getName().equals("le"))));
    }

    /** Ours refuses a text with these words. */
    private static Predicate<Step> text(String words) {
        Pattern pattern = Pattern.compile("(?s)text format parsing error in line \\d+" + words + ".*");
        return step -> step.ours().status() == 400
                && pattern.matcher(step.ours().text()).matches();
    }

    /** Ours refuses messages with these words. */
    private static Predicate<Step> messages(String words) {
        Pattern pattern = Pattern.compile("(?s)(" + words + ").*");
        return step -> step.isProtobuf()
                && step.ours().status() == 400
                && pattern.matcher(step.ours().text()).matches();
    }

    private static Request push(String text) {
        return Request.put("/metrics/job/a", text);
    }

    private static MetricFamily nativeHistogram(int schema) {
        return histogram(Histogram.newBuilder()
                .setSchema(schema)
                .setSampleCount(1)
                .addPositiveSpan(BucketSpan.newBuilder().setLength(1))
                .addPositiveDelta(1));
    }

    private static MetricFamily histogram(Histogram.Builder histogram) {
        return MetricFamily.newBuilder()
                .setName("h")
                .setType(MetricType.HISTOGRAM)
                .addMetric(Metric.newBuilder().setHistogram(histogram))
                .build();
    }
}
