package dev.quorumgate.differential;

import static dev.quorumgate.differential.Aspect.BODY;
import static dev.quorumgate.differential.Aspect.HELP;
import static dev.quorumgate.differential.Aspect.SHOWN;
import static dev.quorumgate.differential.Aspect.STATUS;

import dev.quorumgate.proto.client.Gauge;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import dev.quorumgate.proto.client.MetricType;
import dev.quorumgate.proto.client.Untyped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The known differences in what a push does beside others. */
final class StateDifferences {
    static final List<KnownDifference> TABLE = List.of(
            new KnownDifference(
                    "a refused push breaks scrapes",
                    "a push that contradicts others",
                    "the original stores the times of a refused push even where they contradict others",
                    Set.of(STATUS, SHOWN, BODY),
                    step -> step.mode().checked()
                            && step.originalShown().status() == 500
                            && step.oursShown().status() == 200
                            && step.ours().status() == 400,
                    Mode.DEFAULT,
                    List.of(
                            Request.put("/metrics/job/a", "m 1\n"),
                            Request.put("/metrics/job/a/instance@base64/=", "m 1\n"))),
            new KnownDifference(
                    "an unchecked push breaks scrapes",
                    "such a push with the check off",
                    "what came first goes on being served",
                    Set.of(SHOWN),
                    step -> step.bothTakeUnchecked()
                            && step.originalShown().status() == 500
                            && step.oursShown().status() == 200,
                    Mode.UNCHECKED,
                    List.of(
                            Request.put("/metrics/job/a", "# TYPE m gauge\nm 1\n"),
                            Request.put("/metrics/job/b", "# TYPE m counter\nm 1\n"))),
            new KnownDifference(
                    "two values of a metric beside another type",
                    "a metric with values of several types, in protobuf",
                    "the value is that of the family's type, whatever others hold",
                    Set.of(SHOWN, BODY),
                    step -> !step.mode().checked()
                            && step.requests()
                                    .flatMap(each -> PushedMessages.of(each).stream())
                                    .anyMatch(PushedMessages::isAmbiguous)
                            && step.ours().status() == step.original().status(),
                    Mode.UNCHECKED,
                    List.of(
                            Request.put("/metrics/job/b", "# TYPE m gauge\nm 5\n"),
                            PushedMessages.request(MetricFamily.newBuilder()
                                    .setName("m")
                                    .setType(MetricType.UNTYPED)
                                    .addMetric(Metric.newBuilder()
                                            .setGauge(Gauge.newBuilder().setValue(7))
                                            .setUntyped(Untyped.newBuilder().setValue(1)))
                                    .build()))),
            new KnownDifference(
                    "a gauge histogram beside another type",
                    "a push that contradicts others",
                    "scrapes of the original end in the middle",
                    Set.of(STATUS, BODY, SHOWN),
                    step -> hasGaugeHistogram(step)
                            && (step.bothTakeUnchecked()
                                    || (isAboutGaugeHistogram(step.ours())
                                            && (step.originalAccepts()
                                                    || step.original().text().startsWith(ErrorTexts.INCONSISTENT)))),
                    Mode.DEFAULT,
                    // One in six the original refuses, by the order in which it happens to compare.
                    followedByMany(Request.put("/metrics/job/a", "# TYPE m gauge_histogram\nm_count 1\n"), "m 1\n")),
            new KnownDifference(
                    "families of the original's runtime",
                    "`go_*` metrics",
                    "ours has no such families",
                    Set.of(STATUS, SHOWN, BODY),
                    step -> step.original().text().contains("gathered metric family go_")
                            || step.original().text().contains("metric \"go_"),
                    Mode.DEFAULT,
                    List.of(Request.put("/metrics/job/a", "go_goroutines 1\n"))),
            new KnownDifference(
                    "families of ours",
                    "families that begin with `quorumgate_`",
                    "nobody should mistake a pushed metric for the gateway's",
                    Set.of(STATUS, SHOWN, BODY),
                    step -> step.request().plainBody().contains("quorumgate_")
                            && (step.bothTakeUnchecked() || step.oursRefuses(400, ErrorTexts.INCONSISTENT)),
                    Mode.DEFAULT,
                    List.of(Request.put("/metrics/job/a", "quorumgate_x 1\n"))),
            new KnownDifference(
                    "a pushed failure time",
                    "`push_time_seconds` and `push_failure_time_seconds` in a push",
                    "these times are the gateway's to tell",
                    Set.of(STATUS, SHOWN, BODY, HELP),
                    step -> step.pushedTexts().anyMatch(text -> text.contains("push_failure_time_seconds")),
                    Mode.DEFAULT,
                    List.of(
                            Request.put("/metrics/job/a", "m 1\n"),
                            Request.put("/metrics/job/a", "push_failure_time_seconds 5\n"))),
            new KnownDifference(
                    "a family without metrics",
                    "a family without metrics, in protobuf",
                    "it is invisible, so it should not stand in anybody's way",
                    Set.of(STATUS, SHOWN, BODY),
                    step -> (step.original().status() == 400
                                    || step.originalShown().status() == 500
                                    || step.request().method().equals("GET"))
                            && step.ours().status() == 200
                            && step.oursShown().status() == 200
                            && step.requests()
                                    .flatMap(each -> PushedMessages.of(each).stream())
                                    .map(MetricFamily::getMetricCount)
                                    .anyMatch(count -> count == 0),
                    Mode.DEFAULT,
                    List.of(
                            PushedMessages.request(MetricFamily.newBuilder()
                                    .setName("h")
                                    .setType(MetricType.HISTOGRAM)
                                    .build()),
                            Request.put("/metrics/job/b", "h_count 1\n"))),
            new KnownDifference(
                    "mistakes in a push and beside others",
                    "a push with several mistakes",
                    "what is wrong with a push alone is told before it is held against others",
                    Set.of(BODY),
                    step -> step.original().text().startsWith(ErrorTexts.INCONSISTENT)
                            && step.oursRefuses(400, ErrorTexts.INCONSISTENT)
                            // The original ends with a collision of names, if that is what it meets first.
                            && (!step.oursRefuses(400, " group {")
                                    || step.original().text().contains(" collides with "))
                            && step.before().stream().anyMatch(Request::pushes),
                    Mode.DEFAULT,
                    // Which mistake the original tells depends on the order in which it happens to compare.
                    followedByMany(Request.put("/metrics/job/a", "# TYPE m gauge\nm 1\n"), "m 1\nm 1\n")),
            new KnownDifference(
                    "an empty HELP",
                    "an empty HELP, in protobuf",
                    "it tells nothing",
                    Set.of(HELP),
                    step -> helpsThatDiffer(step).anyMatch(each -> isEmptyInOriginal(step, each))
                            && helpsThatDiffer(step)
                                    .allMatch(each -> isEmptyInOriginal(step, each) || isOfAPush(step, each)),
                    Mode.DEFAULT,
                    List.of(PushedMessages.request(MetricFamily.newBuilder()
                            .setName("m")
                            .setHelp("")
                            .setType(MetricType.UNTYPED)
                            .addMetric(Metric.newBuilder()
                                    .setUntyped(Untyped.newBuilder().setValue(1)))
                            .build()))),
            new KnownDifference(
                    "HELP texts that differ",
                    "HELP texts that differ",
                    "the same text each time",
                    Set.of(HELP),
                    step -> helpsThatDiffer(step).allMatch(each -> isOfAPush(step, each)),
                    Mode.DEFAULT,
                    List.of(
                            Request.put("/metrics/job/a", "# HELP m one\nm 1\n"),
                            Request.put("/metrics/job/a", "m 1\n"))));

    private StateDifferences() {}

    /** So many pushes of one body, each to a job of its own, that chance cannot matter. */
    private static List<Request> followedByMany(Request first, String body) {
        Stream<Request> many = Stream.of("bcdefghijkl".split("")).map(job -> Request.put("/metrics/job/" + job, body));
        return Stream.concat(Stream.of(first), many).toList();
    }

    private static Stream<Map.Entry<String, String>> helpsThatDiffer(Step step) {
        Map<String, String> original = step.originalShown().helps();
        return step.oursShown().helps().entrySet().stream()
                .filter(each -> !each.getValue().equals(original.get(each.getKey())));
    }

    private static boolean isEmptyInOriginal(Step step, Map.Entry<String, String> ours) {
        String name = Pattern.quote(ours.getKey());
        return ours.getValue().isEmpty()
                && step.originalShown()
                        .helps()
                        .getOrDefault(ours.getKey(), "")
                        .matches("# HELP (" + name + "|\"" + name + "\") ");
    }

    private static boolean isOfAPush(Step step, Map.Entry<String, String> ours) {
        return step.pushedTexts().anyMatch(text -> text.contains(ours.getKey()) && isPushed(text, ours.getValue()));
    }

    private static boolean isPushed(String text, String help) {
        return help.isEmpty() || loose(text).contains(loose(help.split(" ", 4)[3]));
    }

    /** Without what is escaped in the one place and not in the other. */
    private static String loose(String text) {
        return text.replaceAll("[\\\\\"n\\n]", "");
    }

    private static boolean isAboutGaugeHistogram(Reply refusal) {
        String text = refusal.text();
        return text.startsWith(ErrorTexts.INCONSISTENT)
                && (text.contains("collides with")
                        || text.toLowerCase(Locale.ROOT).contains("gauge_histogram"));
    }

    private static boolean hasGaugeHistogram(Step step) {
        return step.requests()
                .anyMatch(request -> request.plainBody().matches("(?si).*TYPE\\s+\\S+\\s+gauge_?histogram.*")
                        || PushedMessages.of(request).stream()
                                .anyMatch(each -> each.getType() == MetricType.GAUGE_HISTOGRAM));
    }
}
