package dev.quorumgate.clustertests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.ClientTools;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.FreePorts;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Goal: whoever pushes to and scrapes a Pushgateway 1.11 cannot tell that it was replaced.
 *
 * <p>Method: the same requests, one after the other, to the real Pushgateway and to a node; each answer, and what a scrape
 * shows after it, must be the same but for times, for the order of groups and for explanations that ours adds. Where ours
 * differs on purpose nothing is asked.
 */
@ClusterTest
class SameAsPushgatewayTest {
    private static final Pattern TIME =
            Pattern.compile("(push_(?:failure_)?time_seconds\\{[^}]*}) (?!0$).*", Pattern.MULTILINE);
    private static final Pattern DUPLICATE = Pattern.compile(
            "(collected metric \"\\w+\") \\{.*} (was collected before with the same name and label values).*");
    private static final Pattern OWN_FAMILY = Pattern.compile("(go|process|promhttp|pushgateway)_.*");

    private final Script script = new Script();

    /** One after the other; a name is enough where the request tells the rest. */
    private static final class Script {
        private final List<Request> requests = new ArrayList<>();

        Script put(String path, String body) {
            requests.add(new Request("PUT", path, body));
            return this;
        }

        Script post(String path, String body) {
            requests.add(new Request("POST", path, body));
            return this;
        }

        Script delete(String path) {
            requests.add(new Request("DELETE", path, ""));
            return this;
        }

        Script other(String method, String path) {
            requests.add(new Request(method, path, ""));
            return this;
        }
    }

    private record Request(String method, String path, String body) {
        @Override
        public String toString() {
            return method + " " + path + " with '" + body + "'";
        }
    }

    @Test
    void groupingKeysAreTheSame(TestRun run) throws Exception {
        script.put("/metrics/job/a", "m 1\n")
                .put("/metrics/job/a/", "m 2\n")
                .put("/metrics/job/a/instance/i", "m 3\n")
                .put("/metrics/job/b/instance/", "m 4\n")
                .put("/metrics/job/c/x@base64/=/y/1", "m 5\n")
                .put("/metrics/job/a/x@base64/YQ", "m 6\n")
                .put("/metrics/job/a/x@base64/YQ==", "m 7\n")
                .put("/metrics/job@base64/YQ/x/a", "m 8\n")
                .put("/metrics/job/a/p@base64/L3Zhci90bXA", "m 9\n")
                .put("/metrics/job/a%2Fb/c", "m 10\n")
                .put("/metrics/job/a+b%20c", "m 11\n")
                .put("/metrics/job/a/job/b", "m 12\n")
                .put("/metrics/job/a/l/1/l/2", "m 13\n")
                .put("/metrics/job/Z%C3%BCrich/city/%E2%98%83", "m 14\n")
                .put("/metrics/job/a/instance", "m 1\n")
                .put("/metrics/job/a/x/y/z", "m 1\n")
                .put("/metrics/job/a/x@base64/Y", "m 1\n")
                .put("/metrics/job/a/x@base64/a+b_", "m 1\n")
                .put("/metrics/job@base64/Y", "m 1\n")
                .put("/metrics/job@base64/=", "m 1\n")
                .put("/metrics/job", "m 1\n")
                .put("/metrics/job/a/1x/1", "m 1\n")
                .put("/metrics/job/a/x-y/1", "m 1\n")
                .put("/metrics/job/a/__x/1", "m 1\n")
                .delete("/metrics/job/a/b")
                .delete("/metrics/job/a/x/a")
                .delete("/metrics/job/none")
                .other("GET", "/metrics/job/a")
                .other("PATCH", "/metrics/job/a")
                .other("OPTIONS", "/metrics/job/a")
                .other("PUT", "/metrics")
                .other("GET", "/nope");

        compare(run);
    }

    @Test
    void bodiesAreTheSame(TestRun run) throws Exception {
        script.put("/metrics/job/a", "m .5\n")
                .put("/metrics/job/a", "m 012\n")
                .put("/metrics/job/a", "m infinity\n")
                .put("/metrics/job/a", "m nAn\n")
                .put("/metrics/job/a", "m 1000000\n")
                .put("/metrics/job/a", "m 21000000\n")
                .put("/metrics/job/a", "m 0.00001\n")
                .put("/metrics/job/a", "m 1e999\n")
                .put("/metrics/job/a", "m 0x1F\n")
                .put("/metrics/job/a", "m 1_000\n")
                .put("/metrics/job/a", "m 1 \n")
                .put("/metrics/job/a", "m x\n")
                .put("/metrics/job/a", "# TYPE m GAUGE\nm 1\n")
                .put("/metrics/job/a", "# TYPE m info\nm 1\n")
                .put("/metrics/job/a", "m 1\n# TYPE m gauge\n")
                .put("/metrics/job/a", "# HELP m x\n# HELP m x\nm 1\n")
                .put("/metrics/job/a", "late 1\n# HELP late text \\n \\\\ \"quoted\"\n")
                .put("/metrics/job/a", "m{a=\"b\",a=\"b\"} 1\n")
                .put("/metrics/job/a", "m{a-b=\"c\"} 1\n")
                .put("/metrics/job/a", "m{__name__=\"x\"} 1\n")
                .put("/metrics/job/a", "m{a=\"\\t\"} 1\n")
                .put("/metrics/job/a", "m { a = \"b\" , } 1\n")
                .put("/metrics/job/a", "m{,} 1\n")
                .put("/metrics/job/a", "m-n 1\n")
                .put("/metrics/job/a", "1m 1\n")
                .put("/metrics/job/a", "m{a=\"\\\"\\\\\\n\"} 1\n")
                .put("/metrics/job/t", "m{job=\"z\",instance=\"i\"} 1\n")
                .put("/metrics/job/h", "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_count 3\n")
                .put("/metrics/job/h", "# TYPE h histogram\nh_bucket{le=\"x\"} 1\n")
                .put("/metrics/job/s", "# TYPE s summary\ns{quantile=\"0.5\"} 1\ns_sum 4\ns_count 3\n")
                .put("/metrics/job/e", "")
                .put("/metrics/job/e", "push_time_seconds 5\n");

        compare(run);
    }

    @Test
    void changesAndConflictsAreTheSame(TestRun run) throws Exception {
        script.post("/metrics/job/a", "# TYPE a gauge\na 1\na{x=\"1\"} 2\nb 1\n")
                .post("/metrics/job/a", "a{x=\"2\"} 7\n")
                .post("/metrics/job/a", "")
                .put("/metrics/job/a", "n 2\n")
                .post("/metrics/job/a", "o 2\n")
                .put("/metrics/job/a", "m 1 1234\n")
                .put("/metrics/job/a", "m 1\n")
                .put("/metrics/job/a", "a 1\na 2\n")
                .put("/metrics/job/t/a/9", "m{a=\"1\"} 1\nm{a=\"2\"} 2\n")
                .put("/metrics/job/a/instance/1", "p 1\n")
                .put("/metrics/job/a", "p{instance=\"1\"} 1\n")
                .put("/metrics/job/b", "# HELP q same\n# TYPE q counter\nq 1\n")
                .put("/metrics/job/c", "# HELP q same\n# TYPE q counter\nq 2\n")
                .delete("/metrics/job/a")
                .delete("/metrics/job/b")
                .put("/metrics/job/c", "r 1\n");

        compare(run);
    }

    private void compare(TestRun run) throws Exception {
        Gateway original = startOriginal(run);
        Gateway ours = run.cluster().nodes(1).start().leader().gateway();
        SoftAssertions softly = new SoftAssertions();
        for (Request request : script.requests) {
            Answer wanted = original.send(request.method, request.path, request.body);

            Answer answer = ours.send(request.method, request.path, request.body);

            softly.assertThat(answer.status()).as("status of %s", request).isEqualTo(wanted.status());
            softly.assertThat(essence(answer.text())).as("text of %s", request).isEqualTo(essence(wanted.text()));
            softly.assertThat(answer.header("Allow")).as("Allow of %s", request).isEqualTo(wanted.header("Allow"));
            softly.assertThat(shown(ours.scrapePushed().text()))
                    .as("scrape after %s", request)
                    .isEqualTo(shown(original.scrape().text()));
        }
        softly.assertAll();
    }

    private static Gateway startOriginal(TestRun run) throws Exception {
        String program = ClientTools.peer("pushgateway").toString();
        String address = "127.0.0.1:" + FreePorts.take();
        // The persistence file of a Pushgateway that somebody left here would be loaded unless it is named empty.
        run.process("pushgateway", List.of(program, "--persistence.file=", "--web.listen-address=" + address))
                .start();
        Gateway gateway = new Gateway(URI.create("http://" + address));
        Waiting.until("the Pushgateway is ready", gateway::isReady);
        String version =
                gateway.scrape().text().replaceAll("(?s).*pushgateway_build_info\\{[^}]*,version=\"([^\"]*)\".*", "$1");
        assumeTrue(version.startsWith("1.11."), "skipped: the Pushgateway to be had here is " + version + ", not 1.11");
        return gateway;
    }

    /** Without what ours explains in addition, and how the one or the other writes a series there. */
    private static String essence(String text) {
        return DUPLICATE.matcher(text).replaceAll("$1 SERIES $2");
    }

    /** The lines of each pushed family in alphabetical order, without times: ours puts groups in another order. */
    private static Map<String, List<String>> shown(String scrape) {
        Map<String, List<String>> families = new TreeMap<>();
        String name = "";
        for (String line : TIME.matcher(scrape).replaceAll("$1 TIME").lines().toList()) {
            if (line.startsWith("# ")) {
                name = line.split(" ", 4)[2];
            }
            if (!OWN_FAMILY.matcher(name).matches()) {
                families.computeIfAbsent(name, any -> new ArrayList<>()).add(line);
            }
        }
        families.values().forEach(Collections::sort);
        return families;
    }
}
