package dev.quorumgate.clustertests;

import static dev.quorumgate.differential.Request.delete;
import static dev.quorumgate.differential.Request.post;
import static dev.quorumgate.differential.Request.put;

import dev.quorumgate.differential.Request;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Sequences of requests in which a gateway and the original must be the same: what people rely on, without luck. */
final class SequencesByHand {
    private SequencesByHand() {}

    /** Each with a name. */
    static Stream<Arguments> all() {
        return Stream.of(
                Arguments.of("grouping keys", groupingKeys()),
                Arguments.of("bodies", bodies()),
                Arguments.of("changes and conflicts", changesAndConflicts()));
    }

    private static List<Request> groupingKeys() {
        return List.of(
                put("/metrics/job/a", "m 1\n"),
                put("/metrics/job/a/", "m 2\n"),
                put("/metrics/job/a/instance/i", "m 3\n"),
                put("/metrics/job/b/instance/", "m 4\n"),
                put("/metrics/job/c/x@base64/=/y/1", "m 5\n"),
                put("/metrics/job/a/x@base64/YQ", "m 6\n"),
                put("/metrics/job/a/x@base64/YQ==", "m 7\n"),
                put("/metrics/job@base64/YQ/x/a", "m 8\n"),
                put("/metrics/job/a/p@base64/L3Zhci90bXA", "m 9\n"),
                put("/metrics/job/a%2Fb/c", "m 10\n"),
                put("/metrics/job/a+b%20c", "m 11\n"),
                put("/metrics/job/a/job/b", "m 12\n"),
                put("/metrics/job/a/l/1/l/2", "m 13\n"),
                put("/metrics/job/Z%C3%BCrich/city/%E2%98%83", "m 14\n"),
                put("/metrics/job/a/instance", "m 1\n"),
                put("/metrics/job/a/x/y/z", "m 1\n"),
                put("/metrics/job/a/x@base64/Y", "m 1\n"),
                put("/metrics/job/a/x@base64/a+b_", "m 1\n"),
                put("/metrics/job@base64/Y", "m 1\n"),
                put("/metrics/job@base64/=", "m 1\n"),
                put("/metrics/job", "m 1\n"),
                put("/metrics/job/a/1x/1", "m 1\n"),
                put("/metrics/job/a/x-y/1", "m 1\n"),
                put("/metrics/job/a/__x/1", "m 1\n"),
                delete("/metrics/job/a/b"),
                delete("/metrics/job/a/x/a"),
                delete("/metrics/job/none"),
                Request.of("GET", "/metrics/job/a"),
                Request.of("PATCH", "/metrics/job/a"),
                Request.of("OPTIONS", "/metrics/job/a"),
                Request.of("PUT", "/metrics"),
                Request.of("GET", "/nope"));
    }

    private static List<Request> bodies() {
        return List.of(
                put("/metrics/job/a", "m .5\n"),
                put("/metrics/job/a", "m 012\n"),
                put("/metrics/job/a", "m infinity\n"),
                put("/metrics/job/a", "m nAn\n"),
                put("/metrics/job/a", "m 1000000\n"),
                put("/metrics/job/a", "m 21000000\n"),
                put("/metrics/job/a", "m 0.00001\n"),
                put("/metrics/job/a", "m 1e999\n"),
                put("/metrics/job/a", "m 0x1F\n"),
                put("/metrics/job/a", "m 1_000\n"),
                put("/metrics/job/a", "m 1 \n"),
                put("/metrics/job/a", "m x\n"),
                put("/metrics/job/a", "# TYPE m GAUGE\nm 1\n"),
                put("/metrics/job/a", "# TYPE m info\nm 1\n"),
                put("/metrics/job/a", "m 1\n# TYPE m gauge\n"),
                put("/metrics/job/a", "# HELP m x\n# HELP m x\nm 1\n"),
                put("/metrics/job/a", "late 1\n# HELP late text \\n \\\\ \"quoted\"\n"),
                put("/metrics/job/a", "m{a=\"b\",a=\"b\"} 1\n"),
                put("/metrics/job/a", "m{a-b=\"c\"} 1\n"),
                put("/metrics/job/a", "m{__name__=\"x\"} 1\n"),
                put("/metrics/job/a", "m{a=\"\\t\"} 1\n"),
                put("/metrics/job/a", "m { a = \"b\" , } 1\n"),
                put("/metrics/job/a", "m{,} 1\n"),
                put("/metrics/job/a", "m-n 1\n"),
                put("/metrics/job/a", "1m 1\n"),
                put("/metrics/job/a", "m{a=\"\\\"\\\\\\n\"} 1\n"),
                put("/metrics/job/t", "m{job=\"z\",instance=\"i\"} 1\n"),
                put("/metrics/job/h", "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_count 3\n"),
                put("/metrics/job/h", "# TYPE h histogram\nh_bucket{le=\"x\"} 1\n"),
                put("/metrics/job/s", "# TYPE s summary\ns{quantile=\"0.5\"} 1\ns_sum 4\ns_count 3\n"),
                put("/metrics/job/e", ""),
                put("/metrics/job/e", "push_time_seconds 5\n"));
    }

    private static List<Request> changesAndConflicts() {
        return List.of(
                post("/metrics/job/a", "# TYPE a gauge\na 1\na{x=\"1\"} 2\nb 1\n"),
                post("/metrics/job/a", "a{x=\"2\"} 7\n"),
                post("/metrics/job/a", ""),
                put("/metrics/job/a", "n 2\n"),
                post("/metrics/job/a", "o 2\n"),
                put("/metrics/job/a", "m 1 1234\n"),
                put("/metrics/job/a", "m 1\n"),
                put("/metrics/job/a", "a 1\na 2\n"),
                put("/metrics/job/t/a/9", "m{a=\"1\"} 1\nm{a=\"2\"} 2\n"),
                put("/metrics/job/a/instance/1", "p 1\n"),
                put("/metrics/job/a", "p{instance=\"1\"} 1\n"),
                put("/metrics/job/b", "# HELP q same\n# TYPE q counter\nq 1\n"),
                put("/metrics/job/c", "# HELP q same\n# TYPE q counter\nq 2\n"),
                delete("/metrics/job/a"),
                delete("/metrics/job/b"),
                put("/metrics/job/c", "r 1\n"));
    }
}
