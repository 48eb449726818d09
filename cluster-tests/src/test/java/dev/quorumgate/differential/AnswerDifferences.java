package dev.quorumgate.differential;

import static dev.quorumgate.differential.Aspect.ALLOW;
import static dev.quorumgate.differential.Aspect.BODY;
import static dev.quorumgate.differential.Aspect.CONTENT_ENCODING;
import static dev.quorumgate.differential.Aspect.CONTENT_TYPE;
import static dev.quorumgate.differential.Aspect.STATUS;

import com.google.gson.JsonObject;
import com.google.protobuf.UnknownFieldSet;
import dev.quorumgate.proto.client.Counter;
import dev.quorumgate.proto.client.Gauge;
import dev.quorumgate.proto.client.LabelPair;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import dev.quorumgate.proto.client.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The known differences in what is answered to other requests than pushes. */
final class AnswerDifferences {
    private static final Request JSON = Request.of("GET", "/api/v1/metrics");
    private static final Request PROTOBUF = Request.of(
            "GET",
            "/metrics",
            "Accept: application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited");

    static final List<KnownDifference> TABLE = List.of(
            new KnownDifference(
                    "HEAD",
                    "`HEAD /metrics`",
                    "load balancers and people ask in that way",
                    Set.of(STATUS, ALLOW, BODY, CONTENT_TYPE),
                    step -> step.request().method().equals("HEAD")
                            && step.original().status() == 405
                            && (step.ours().status() == 200
                                    || step.request().target().contains("collect")),
                    Mode.DEFAULT,
                    List.of(Request.of("HEAD", "/metrics"))),
            new KnownDifference(
                    "an unknown half of a scrape",
                    "`collect[]`",
                    "a mistyped half should not look like a scrape without metrics",
                    Set.of(STATUS),
                    step -> step.request().target().matches(".*[?&]collect(\\[]|%5B%5D)=x")
                            && step.originalAccepts()
                            && step.ours().status() == 400,
                    Mode.DEFAULT,
                    List.of(Request.of("GET", "/metrics?collect[]=x"))),
            new KnownDifference(
                    "gauge histograms in JSON",
                    "gauge histograms in `/api/v1`",
                    "nothing that was pushed should be lost on the way",
                    Set.of(BODY),
                    step -> isJson(step) && step.original().text().contains("GAUGE_HISTOGRAM"),
                    Mode.DEFAULT,
                    List.of(Request.put("/metrics/job/a", "# TYPE h gaugehistogram\nh_count 1\n"), JSON)),
            new KnownDifference(
                    "a family without metrics in JSON",
                    "a family without metrics, in protobuf",
                    "it is not kept",
                    Set.of(BODY),
                    step -> isJson(step) && step.original().text().contains("\"metrics\":[]"),
                    Mode.DEFAULT,
                    List.of(
                            PushedMessages.request(
                                    MetricFamily.newBuilder().setName("m").build()),
                            JSON)),
            new KnownDifference(
                    "two values of a metric in JSON",
                    "a metric with values of several types, in protobuf",
                    "the value is that of the family's type, as in a scrape",
                    Set.of(BODY),
                    step -> isJson(step) && !namesOfAmbiguous(step).isEmpty(),
                    Mode.DEFAULT,
                    List.of(
                            PushedMessages.request(MetricFamily.newBuilder()
                                    .setName("m")
                                    .setType(MetricType.COUNTER)
                                    .addMetric(Metric.newBuilder()
                                            .setGauge(Gauge.newBuilder().setValue(7))
                                            .setCounter(Counter.newBuilder().setValue(1)))
                                    .build()),
                            JSON)),
            new KnownDifference(
                    "fields that nobody knows, where names are escaped",
                    "fields of protobuf that nobody knows",
                    "what was pushed should not be lost on the way",
                    Set.of(BODY),
                    step -> step.mode().utf8Names() && Bodies.sameProtobufButUnknownFields(step),
                    Mode.UTF8_NAMES,
                    List.of(
                            PushedMessages.request(MetricFamily.newBuilder()
                                    .setName("m")
                                    .setType(MetricType.GAUGE)
                                    .addMetric(Metric.newBuilder()
                                            .addLabel(LabelPair.newBuilder()
                                                    .setName("caf\u00e9")
                                                    .setValue("1"))
                                            .setGauge(Gauge.newBuilder().setValue(7))
                                            .setUnknownFields(UnknownFieldSet.newBuilder()
                                                    .addField(
                                                            99,
                                                            UnknownFieldSet.Field.newBuilder()
                                                                    .addVarint(1)
                                                                    .build())
                                                    .build()))
                                    .build()),
                            PROTOBUF)),
            new KnownDifference(
                    "labels that escaping makes equal",
                    "names that escaping makes equal, in a scrape",
                    "a scraper would refuse the scrape, or drop one of them by chance",
                    Set.of(BODY),
                    step -> step.mode().utf8Names() && Bodies.sameProtobufButDoubledLabels(step),
                    Mode.UTF8_NAMES,
                    List.of(Request.put("/metrics/job/a/U__a_2e_b/1/a%20b/2", "m 1\n"), PROTOBUF)),
            new KnownDifference(
                    "GZIP in capitals",
                    "`Accept-Encoding` in capitals",
                    "its values have no case",
                    Set.of(CONTENT_ENCODING),
                    step -> step.request()
                                    .header("Accept-Encoding")
                                    .filter(value -> value.contains("GZIP"))
                                    .isPresent()
                            && step.ours().header("Content-Encoding").equals("gzip"),
                    Mode.DEFAULT,
                    List.of(Request.of("GET", "/metrics", "Accept-Encoding: GZIP"))));

    private AnswerDifferences() {}

    /** Whether this is the query of all groups, and it differs in nothing but families that are known to. */
    private static boolean isJson(Step step) {
        Set<String> ambiguous = namesOfAmbiguous(step);
        return step.rawPath().equals(JSON.target())
                && step.ours().status() == 200
                && Bodies.sameJsonBut((name, family) -> ambiguous.contains(name) || isKnownToDiffer(family), step);
    }

    private static boolean isKnownToDiffer(JsonObject family) {
        return family.get("type").getAsString().equals("GAUGE_HISTOGRAM")
                || (family.has("metrics") && family.getAsJsonArray("metrics").isEmpty());
    }

    /** The families that were pushed with a metric that has values of several types, as {@link Reply#text} has their names. */
    private static Set<String> namesOfAmbiguous(Step step) {
        return step.requests()
                .flatMap(each -> PushedMessages.of(each).stream())
                .filter(PushedMessages::isAmbiguous)
                .map(family -> family.getNameBytes().toString(StandardCharsets.ISO_8859_1))
                .collect(Collectors.toSet());
    }
}
