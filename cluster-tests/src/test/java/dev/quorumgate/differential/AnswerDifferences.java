package dev.quorumgate.differential;

import static dev.quorumgate.differential.Aspect.ALLOW;
import static dev.quorumgate.differential.Aspect.BODY;
import static dev.quorumgate.differential.Aspect.CONTENT_ENCODING;
import static dev.quorumgate.differential.Aspect.CONTENT_TYPE;
import static dev.quorumgate.differential.Aspect.STATUS;

import java.util.List;
import java.util.Set;

/** The known differences in what is answered to other requests than pushes. */
final class AnswerDifferences {
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
}
