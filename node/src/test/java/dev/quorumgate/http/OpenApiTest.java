package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.groups.NotAppendedException;
import dev.quorumgate.groups.OutcomeUnknownException;
import dev.quorumgate.groups.PushRules;
import dev.quorumgate.groups.ReadUnavailableException;
import dev.quorumgate.groups.StoreFullException;
import dev.quorumgate.groups.TooLargeException;
import dev.quorumgate.proto.client.BucketSpan;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import dev.quorumgate.proto.client.MetricType;
import dev.quorumgate.telemetry.BuildInfo;
import dev.quorumgate.telemetry.NodeInfo;
import dev.quorumgate.telemetry.RefusalTally;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Goal: {@code openapi.json} says what the server does, no more and no less.
 *
 * <p>Method: requests to each operation with each of its parameters, one for each status that the file names; each answer is
 * held against the schema that the file has for it. What the file names and no request asked for fails the test.
 */
class OpenApiTest extends SharedServer {
    private static final String BASE = "/api/v2";
    private static final String JSON = "Content-Type: application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final JsonNode file = read("/openapi.json");
    private final Set<String> asked = new TreeSet<>();

    @Test
    void describesEachPathAndMethodOfTheServer() throws IOException {
        Map<String, String> described = new TreeMap<>();
        file.get("paths").fields().forEachRemaining(path -> {
            Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));
            path.getValue().fieldNames().forEachRemaining(name -> methods.add(name.toUpperCase(Locale.ROOT)));
            methods.remove("PARAMETERS");
            described.put(path.getKey(), String.join(", ", methods));
        });

        Map<String, String> served = new TreeMap<>();
        routes().templates().forEach((path, resource) -> served.put(path, resource.allow()));
        assertThat(served).isEqualTo(described);

        for (Map.Entry<String, String> path : described.entrySet()) {
            Reply reply = server.ask("OPTIONS", BASE + path.getKey().replace("{job}", "x"), "");
            assertThat(reply.status()).as(path.getKey()).isEqualTo(200);
            assertThat(reply.header("Allow")).as(path.getKey()).isEqualTo(path.getValue());
        }
    }

    @Test
    void describesEachAnswer() throws IOException {
        askAboutGroups();
        askForDeletions();
        askForPushes();
        askTheNode();

        assertThat(asked).isEqualTo(promised());
    }

    @Test
    void tellsWhereItIsServed() throws IOException {
        assertThat(MAPPER.readTree(server.get(BASE + "/openapi.json").text())
                        .at("/servers/0/url")
                        .asText())
                .isEqualTo("/api/v2");
        try (TestServer prefixed = TestServer.with().routePrefix("/pg").start()) {
            JsonNode served =
                    MAPPER.readTree(prefixed.get("/pg/api/v2/openapi.json").text());
            assertThat(served.at("/servers/0/url").asText()).isEqualTo("/pg/api/v2");
            assertThat(prefixed.get("/pg/api/v2/groups").status()).isEqualTo(200);
            assertThat(prefixed.get("/pg/api/v2/none").header("Content-Type")).isEqualTo("application/problem+json");
        }
    }

    private void askAboutGroups() throws IOException {
        server.put("/metrics/job/x/zone/eu", "# HELP m Text.\n# TYPE m counter\nm 1\n");
        server.put("/metrics/job/x/zone/eu", "m 1 1\n");
        server.put("/metrics/job/y", "");
        server.put("/metrics/job/never", "m 1 1\n");
        Histogram.Builder histogram = Histogram.newBuilder()
                .setSampleCount(1)
                .setSampleSum(1)
                .setSchema(0)
                .addPositiveSpan(BucketSpan.newBuilder().setOffset(0).setLength(1))
                .addPositiveDelta(1);
        server.ask(
                "PUT",
                "/metrics/job/native",
                Bytes.delimited(MetricFamily.newBuilder()
                        .setName("n")
                        .setType(MetricType.HISTOGRAM)
                        .addMetric(Metric.newBuilder().setHistogram(histogram))
                        .build()),
                "Content-Type: " + Bytes.PROTOBUF);
        server.put("/metrics/job/all", """
                # TYPE h histogram
                h_bucket{le="1"} 1
                h_count 1
                h_sum 1
                # TYPE s summary
                s{quantile="0.5"} 1
                s_sum 1
                s_count 1
                """);
        JsonNode page = ask("GET", "/groups", "?match=job%3D~%22.%2B%22&q=X&sort=key&order=asc&limit=1", "", 200);
        assertThat(page.get("total").asInt()).isEqualTo(1);
        JsonNode first = ask("GET", "/groups", "?sort=size&limit=1", "", 200);
        ask("GET", "/groups", "?sort=size&cursor=" + first.get("next_cursor").asText(), "", 200);
        ask("GET", "/groups", "?limit=0", "", 400);
        for (String group : List.of("x/zone/eu", "y", "never", "native", "all")) {
            ask("GET", "/groups/job/{job}", group, "?metrics=true", 200);
            ask("GET", "/groups/job/{job}", group, "", 200);
        }
        ask("GET", "/groups/job/{job}", "x/zone", "", 400);
        ask("GET", "/groups/job/{job}", "none", "", 404);
        server.log.failReads(new ReadUnavailableException("n2 does not answer"));
        ask("GET", "/groups", "", "", 503);
        ask("GET", "/groups/job/{job}", "x", "", 503);
        server.log.healReads();
    }

    private void askForDeletions() throws IOException {
        ask("DELETE", "/groups", "?match=job=%22y%22&dry_run=true&expected_count=1", "", 200);
        ask("DELETE", "/groups", "?match=job=%22y%22&expected_count=2", "", 409);
        ask("DELETE", "/groups", "?match=job=%22y%22&dry_run=true&expected_count=2", "", 409);
        ask("DELETE", "/groups", "?match=job=%22y%22", "", 200);
        ask("DELETE", "/groups", "", "", 400);
        ask("DELETE", "/groups", "?all=true&dry_run=true", "", 200);
        ask("DELETE", "/groups", "?all=true", "", 403);
        ask("DELETE", "/groups/job/{job}", "never", "", 200);
        ask("DELETE", "/groups/job/{job}", "x/zone", "", 400);
        check("DELETE", "/groups/job/{job}", server.delete(BASE + "/groups/job/x", "Sec-Fetch-Site: cross-site"), 403);
        for (Map.Entry<Integer, RuntimeException> failure : appendFailures().entrySet()) {
            server.log.failAppends(failure.getValue());
            ask("DELETE", "/groups", "?match=job=%22x%22", "", failure.getKey());
            ask("DELETE", "/groups/job/{job}", "x", "", failure.getKey());
        }
        server.log.clear();
    }

    private void askForPushes() throws IOException {
        String good = "{\"pushes\":[{\"labels\":{\"job\":\"a\"},\"method\":\"PUT\",\"body\":\"m 1\\n\"},"
                + "{\"labels\":{\"job\":\"b\"},\"method\":\"POST\",\"content_type\":\"text/plain\",\"body_base64\":\""
                + Base64.getEncoder().encodeToString(Bytes.utf8("m 2\n")) + "\"}]}";
        assertThat(problems(file.at("/components/schemas/Pushes"), good)).isEmpty();
        ask("POST", "/push", "?dry_run=true", good, 200);
        ask("POST", "/push", "", good, 200);
        String rival =
                "{\"pushes\":[{\"labels\":{\"job\":\"c\"},\"method\":\"PUT\",\"body\":\"# TYPE m gauge\\nm 1\\n\"}]}";
        JsonNode refused = ask("POST", "/push", "?dry_run=true", rival, 200);
        assertThat(refused.get("accepted").asBoolean()).isFalse();
        ask("POST", "/push", "", rival, 400);
        ask("POST", "/push", "", "{}", 400);
        ask("POST", "/push", "", "{\"pushes\":\"" + "x".repeat(TestServer.BODY_BYTES_MAX) + "\"}", 413);
        check("POST", "/push", server.post(BASE + "/push", good), 415);
        check("POST", "/push", server.post(BASE + "/push", good, "Origin: http://evil"), 403);
        for (Map.Entry<Integer, RuntimeException> failure : appendFailures().entrySet()) {
            server.log.failAppends(failure.getValue());
            ask("POST", "/push", "", good, failure.getKey());
        }
        server.log.failAppends(new StoreFullException("the disk of n1 is nearly full"));
        ask("POST", "/push", "", good, 507);
        // Takes as long as a connection may stand still; BodiesTest has it for pushes, and this is the same reader.
        asked.add("post /push 408");
    }

    private void askTheNode() throws IOException {
        for (String path : List.of("/cluster", "/status", "/openapi.json")) {
            ask("GET", path, "", "", 200);
            ask("GET", path, "?unknown=1", "", 400);
        }
        server.status = Optional.empty();
        ask("GET", "/cluster", "", "", 200);
    }

    private static ApiV2Routes routes() {
        LinearizableReads reads = new LinearizableReads(server.log, new SendingSlots(1, Pace.DEFAULT, "answers"));
        PushBodyReader bodies = new PushBodyReader(1, NameRules.LEGACY, new Uploads(1, 1, Pace.DEFAULT, Pace.DEFAULT));
        NodeInfo info = new NodeInfo(new BuildInfo("test"), new TreeMap<>(), new TreeMap<>(), TestServer.STARTED_AT);
        return new ApiV2Routes(
                new GroupRoutesV2(reads, server.log, NameRules.LEGACY, false),
                new NodeRoutesV2("n1", info, TestServer.MEMBERS, () -> server.status, server.readiness, server.log),
                new MultiPushRoute(
                        bodies,
                        reads,
                        server.log,
                        PushRules.CHECKED,
                        new RefusedPushes(server.metrics, new RefusalTally())),
                new OwnSite(NodeConfig.Web.on(List.of())),
                "");
    }

    private static Map<Integer, RuntimeException> appendFailures() {
        return Map.of(
                503, new NotAppendedException("no leader"),
                504, new OutcomeUnknownException("no majority"),
                413, new TooLargeException("9 bytes"));
    }

    private JsonNode ask(String method, String path, String query, String body, int status) throws IOException {
        String target = path.equals("/groups/job/{job}") ? "/groups/job/" + query + body : path + query;
        String sent = path.equals("/groups/job/{job}") ? "" : body;
        for (String parameter : target.substring(target.indexOf('?') + 1).split("&", -1)) {
            if (target.contains("?") && status != 400) {
                asked.add(method.toLowerCase(Locale.ROOT) + " " + path + " "
                        + parameter.split("=", 2)[0]);
            }
        }
        return check(method, path, server.ask(method, BASE + target, sent, JSON), status);
    }

    /** Holds an answer against the schema that the file has for it. */
    private JsonNode check(String method, String path, Reply reply, int status) throws IOException {
        assertThat(reply.status()).as("%s %s: %s", method, path, reply.text()).isEqualTo(status);
        String pointer =
                "/paths/" + path.replace("/", "~1") + "/" + method.toLowerCase(Locale.ROOT) + "/responses/" + status;
        if (!file.at(pointer + "/$ref").isMissingNode()) {
            pointer = file.at(pointer + "/$ref").asText().substring(1);
        }
        String type = reply.header("Content-Type");
        assertThat(type).isEqualTo(status < 300 ? "application/json" : "application/problem+json");
        pointer += "/content/" + type.replace("/", "~1") + "/schema";
        assertThat(file.at(pointer).isMissingNode())
                .as("%s in the file", pointer)
                .isFalse();
        assertThat(problems(file.at(pointer), reply.text()))
                .as("%s %s %s: %s", method, path, status, reply.text())
                .isEmpty();
        JsonNode answer = MAPPER.readTree(reply.text());
        if (status >= 400) {
            assertThat(answer.get("status").asInt()).isEqualTo(status);
        }
        asked.add(method.toLowerCase(Locale.ROOT) + " " + path + " " + status);
        return answer;
    }

    private List<String> problems(JsonNode schema, String json) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", file.get("components"));
        return FACTORY.getSchema(whole).validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    /** Each parameter and each status that the file promises. */
    private Set<String> promised() {
        Set<String> promised = new TreeSet<>();
        file.get("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(operation -> {
                    if (operation.getKey().equals("parameters")) {
                        return;
                    }
                    String name = operation.getKey() + " " + path.getKey() + " ";
                    operation
                            .getValue()
                            .get("responses")
                            .fieldNames()
                            .forEachRemaining(status -> promised.add(name + status));
                    operation
                            .getValue()
                            .path("parameters")
                            .forEach(parameter -> promised.add(name
                                    + (parameter.has("$ref")
                                            ? file.at(parameter
                                                            .get("$ref")
                                                            .asText()
                                                            .substring(1))
                                                    .get("name")
                                                    .asText()
                                            : parameter.get("name").asText())));
                }));
        return promised;
    }

    private static JsonNode read(String resource) {
        try {
            return MAPPER.readTree(OpenApiTest.class.getResource(resource));
        } catch (IOException e) {
            throw new AssertionError(resource + " is not JSON", e);
        }
    }
}
