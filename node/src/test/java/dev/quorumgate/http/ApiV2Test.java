package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.TestPushes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups to list, look at, delete and push by our own API. That answers have the promised form is OpenApiTest's. */
class ApiV2Test extends SharedServer {
    private static final String GROUPS = "/api/v2/groups";
    private static final String PUSH = "/api/v2/push";
    private static final String JSON = "Content-Type: application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            match=job="etl-a"                       | etl-a:eu
            match=job=~"etl-.*"                     | etl-a:eu etl-b:us
            match=job=~"etl"                        |
            match={job=~"etl-.*",zone!="eu"}        | etl-b:us
            match={ job =~ 'etl-.*' , zone != 'eu' , } | etl-b:us
            match=zone=""                           | web:
            match=zone!~"[eu]."                      | web:
            match=zone=`eu`&match=job!="etl-b"      | etl-a:eu
            match="job"="web"                       | web:
            match=job="\\x77\\u0065b"               | web:
            match={}                                | etl-a:eu etl-b:us web:
            q=ETL                                   | etl-a:eu etl-b:us
            q=us                                    | etl-b:us
            q=job                                   |
            order=desc                              | web: etl-b:us etl-a:eu
            sort=age                                | etl-b:us web: etl-a:eu
            sort=age&order=asc                      | etl-a:eu web: etl-b:us
            sort=size                               | web: etl-b:us etl-a:eu
            sort=last_failure                       | web: etl-a:eu etl-b:us
            sort=last_failure&order=asc             | etl-a:eu etl-b:us web:
            limit=2                                 | etl-a:eu etl-b:us
            """)
    void listsGroups(String query, String expected) throws IOException {
        server.put("/metrics/job/etl-b/zone/us", "m 1\nn{l=\"a longer label\"} 1\n");
        server.put("/metrics/job/web", "m 1\nn 1\no{l=\"" + "x".repeat(200) + "\"} 1\n");
        server.put("/metrics/job/etl-a/zone/eu", "m 1\n");
        server.put("/metrics/job/web", "m 1 1\n");

        JsonNode page = json(server.get(GROUPS + "?" + encoded(query)), 200);

        List<String> groups = new ArrayList<>();
        page.get("groups")
                .forEach(group -> groups.add(group.at("/labels/job").asText() + ":"
                        + group.at("/labels/zone").asText()));
        assertThat(String.join(" ", groups)).isEqualTo(expected == null ? "" : expected);
        assertThat(page.get("total").asInt()).isEqualTo(query.equals("limit=2") ? 3 : groups.size());
        assertThat(page.get("applied_index").asLong()).isEqualTo(3);
    }

    @ParameterizedTest(name = "sort={0}")
    @CsvSource({"key", "age", "size", "last_failure"})
    void givesEachGroupOnceInPages(String sort) throws IOException {
        for (int i = 0; i < 25; i++) {
            server.put("/metrics/job/j" + i % 5 + "/i/" + i, "m 1\n" + (i % 3 == 0 ? "n 1\n" : ""));
        }
        List<String> whole = new ArrayList<>();
        json(server.get(GROUPS + "?sort=" + sort), 200).get("groups").forEach(group -> whole.add(path(group)));

        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(server.get(GROUPS + "?sort=" + sort + "&limit=4" + cursor), 200);
            page.get("groups").forEach(group -> paged.add(path(group)));
            cursor = page.has("next_cursor")
                    ? "&cursor=" + page.get("next_cursor").asText()
                    : "";
        } while (!cursor.isEmpty());

        assertThat(whole).hasSize(25).doesNotHaveDuplicates();
        assertThat(paged).isEqualTo(whole);
    }

    @Test
    void goesOnBehindAGroupThatIsGone() throws IOException {
        for (String job : List.of("a", "b", "c")) {
            server.put("/metrics/job/" + job, "");
        }
        JsonNode first = json(server.get(GROUPS + "?limit=1"), 200);
        server.delete("/metrics/job/a");
        server.put("/metrics/job/A", "");

        JsonNode second = json(
                server.get(
                        GROUPS + "?limit=1&cursor=" + first.get("next_cursor").asText()),
                200);

        assertThat(path(second.get("groups").get(0))).isEqualTo("/job/b");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("limit=1001", "limit", "limit: expected a whole number from 1 to 1000, got \"1001\""),
                Arguments.of("limit=1&limit=2", "limit", "limit is given 2 times; give it once"),
                Arguments.of("sort=name", "sort", "sort: expected one of [key, age, size, last_failure], got \"name\""),
                Arguments.of(
                        "mtach=job=\"x\"",
                        "mtach",
                        "unknown parameter \"mtach\"; known are match, q, sort, order, limit, cursor"),
                Arguments.of(
                        "cursor=x",
                        "cursor",
                        "not a cursor; take next_cursor from the answer before, or leave it out to begin anew"),
                Arguments.of("match=job", "match", "matchers, at character 4: expected =, !=, =~ or !~, found the end"),
                Arguments.of(
                        "match=job=x",
                        "match",
                        "matchers, at character 5: expected a value in quotes, as in job=\"value\", found \"x\""),
                Arguments.of(
                        "match=job=\"x",
                        "match",
                        "matchers, at character 5: expected the string that begins here to end with \", found"
                                + " \"\"x\""),
                Arguments.of(
                        "match=up{job=\"x\"}",
                        "match",
                        "matchers, at character 3: expected matchers alone: groups are chosen by grouping labels, not"
                                + " by metric names, found \"{job=\"x\"}\""),
                Arguments.of(
                        "match={job=\"x\"", "match", "matchers, at character 9: expected ',' or '}', found the end"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void explainsWhatIsWrongWithAQuery(String query, String parameter, String detail) throws IOException {
        Reply reply = server.get(GROUPS + "?" + encoded(query));

        assertProblem(reply, 400, detail);
        assertThat(json(reply, 400).get("parameter").asText()).isEqualTo(parameter);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/v2/none           | 404 | 404 page not found
            GET    | /api/v2                | 404 | 404 page not found
            GET    | //api/v2/none          | 404 | 404 page not found
            PUT    | /api/v2/groups         | 405 | Method Not Allowed
            GET    | /api/v2/groups/job/x/y | 400 | odd number of components in label string "/y"
            GET    | /api/v2/groups/job/x   | 404 | there is no group {job="x"}
            """)
    void refusesByProblems(String method, String path, int status, String detail) throws IOException {
        assertProblem(server.ask(method, path, ""), status, detail);
    }

    @Test
    void findsAGroupByThePathThatItTells() throws IOException {
        for (String path :
                List.of("/job/a%20b/x@base64/=", "/job@base64/YS9i/zone/%C3%A9", "/job/../".replace("..", "%2e%2E"))) {
            server.put("/metrics" + path, "m 1\n");
        }
        JsonNode groups = json(server.get(GROUPS), 200).get("groups");

        assertThat(groups).hasSize(3);
        for (JsonNode group : groups) {
            JsonNode one = json(server.get(GROUPS + path(group)), 200);
            assertThat(one.get("labels")).isEqualTo(group.get("labels"));
        }
    }

    @Test
    void tellsPathsThatLeadToTheGroupAndToNoOther() throws IOException {
        List<String> names =
                List.of("U__x_2e_", "x.", "a/b", "a@base64", "\udbff\udfff", "\ud83d\ude00 _", "1", "U__", "%41");
        try (TestServer utf8 = TestServer.with().utf8Names().start()) {
            for (String name : names) {
                String push = one("a\",\"" + name + "\":\"v", "PUT", "");
                assertThat(utf8.post(PUSH, "{\"pushes\":[" + push + "]}", JSON).status())
                        .isEqualTo(200);
            }
            JsonNode groups = json(utf8.get(GROUPS), 200).get("groups");

            assertThat(groups).hasSize(names.size());
            for (JsonNode group : groups) {
                JsonNode one = json(utf8.get(GROUPS + path(group)), 200);
                assertThat(one.get("labels")).as(path(group)).isEqualTo(group.get("labels"));
            }
        }
    }

    /** The node was started without the flag since: what looks like an escaped name is a name there. */
    @Test
    void tellsNoPathWhereNoneLeadsToTheGroup() throws IOException {
        server.log.append(TestPushes.put(TestPushes.key("a", "x.", "v"))).join();
        server.put("/metrics/job/a/U__x_2e_/v", "");

        JsonNode groups = json(server.get(GROUPS), 200).get("groups");

        assertThat(groups.get(0).get("path").asText()).isEqualTo("/job/a/U__x_2e_/v");
        assertThat(groups.get(1).get("path").isNull()).isTrue();
    }

    @Test
    void tellsTheMembersByTheLogAndByFlagsOnlyBeforeThat() throws IOException {
        JsonNode running = json(server.get("/api/v2/cluster"), 200).get("members");
        Optional<NodeStatus> status = server.status;
        server.status = Optional.empty();
        JsonNode starting = json(server.get("/api/v2/cluster"), 200).get("members");
        server.status = status;

        assertThat(running).hasSize(2);
        assertThat(running.at("/1/raft_address").asText()).isEqualTo("moved:9191");
        assertThat(running.at("/1/leader").asBoolean()).isTrue();
        assertThat(starting).hasSize(3);
        assertThat(starting.at("/1/raft_address").asText()).isEqualTo("host2:9191");
    }

    @Test
    void isNotReadyWhileItKnowsNoLeader() throws IOException {
        Optional<NodeStatus> status = server.status;
        server.status = Optional.of(
                new NodeStatus(NodeStatus.Role.FOLLOWER, Optional.empty(), 7, 41, 40, -1, 3, TestServer.ADDRESSES));
        JsonNode cluster = json(server.get("/api/v2/cluster"), 200);
        server.status = status;

        assertThat(cluster.get("ready").asBoolean()).isFalse();
        assertThat(cluster.get("unready_because").asText()).isEqualTo("this node knows no leader");
        assertThat(json(server.get("/api/v2/cluster"), 200).get("ready").asBoolean())
                .isTrue();
    }

    @Test
    void showsWhyAPushFailedAndWhatTheGroupHolds() throws IOException {
        server.put("/metrics/job/a", "# HELP m Text.\n# TYPE m gauge\nm{x=\"1\"} 1\nm{x=\"2\"} 2\n");
        server.put("/metrics/job/a", "m 1 1\n");

        JsonNode group = json(server.get(GROUPS + "/job/a?metrics=true"), 200);

        assertThat(group.get("push_time").asText()).isEqualTo("2023-11-14T22:13:20Z");
        assertThat(group.get("last_push_successful").asBoolean()).isFalse();
        assertThat(group.at("/last_failure/time").asText()).isEqualTo("2023-11-14T22:13:21Z");
        assertThat(group.at("/last_failure/reason").asText()).startsWith("pushed metrics must not have timestamps");
        assertThat(group.at("/last_failure/source").asText()).matches("[\\d.:\\[\\]a-f]+:\\d+");
        assertThat(group.get("series_count").asInt()).isEqualTo(2);
        assertThat(group.at("/families/0/help").asText()).isEqualTo("Text.");
        assertThat(group.at("/families/0/metrics/1/value").asText()).isEqualTo("2");
        assertThat(json(server.get(GROUPS + "/job/a"), 200).at("/families/0").has("metrics"))
                .isFalse();
    }

    @Test
    void deletesWhatMatchesAtOnce() throws IOException {
        server.put("/metrics/job/a/i/1", "");
        server.put("/metrics/job/a/i/2", "");
        server.put("/metrics/job/b", "");
        String selection = GROUPS + "?" + encoded("match=job=\"a\"");

        JsonNode trial = json(server.delete(selection + "&dry_run=true&expected_count=2"), 200);
        JsonNode mismatch = json(server.delete(selection + "&expected_count=3"), 409);
        int before = server.log.latest().byKey().size();
        JsonNode done = json(server.delete(selection + "&expected_count=2"), 200);

        assertThat(trial.get("matching").asInt()).isEqualTo(2);
        assertThat(trial.get("groups")).hasSize(2);
        assertThat(mismatch.get("matching").asInt()).isEqualTo(2);
        assertThat(before).isEqualTo(3);
        assertThat(done.get("deleted").asInt()).isEqualTo(2);
        assertThat(server.log.latest().byKey().size()).isEqualTo(1);
        assertThat(server.log.commands())
                .filteredOn(Command.DeleteMatching.class::isInstance)
                .hasSize(2);
    }

    /** With values that are long enough, without waiting for any of them. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"GET,", "DELETE,&dry_run=true", "DELETE,"})
    void refusesPatternsThatTakeTooLong(String method, String more) throws IOException {
        server.put("/metrics/job/" + "a".repeat(500_000), "");
        int commands = server.log.commands().size();
        String query = encoded("match=job=~\"(?:a?){480}z\"");

        Reply reply = server.ask(method, GROUPS + "?" + query + (more == null ? "" : more), "");

        assertProblem(reply, 400, "the patterns take too long to match: ");
        assertThat(json(reply, 400).get("parameter").asText()).isEqualTo("match");
        assertThat(server.log.commands()).hasSize(commands);
        assertThat(json(server.get(GROUPS + "?" + query + encoded("&match=job=\"b\"")), 200)
                        .get("total")
                        .asInt())
                .isZero();
    }

    /** More may be there by then than this node knew of. */
    @Test
    void tellsWhenADeletionTookTooLongInTheLog() throws IOException {
        server.log.hold();
        CompletableFuture<Reply> push = asking("PUT", "/metrics/job/" + "a".repeat(500_000));
        await().until(() -> server.log.heldCount() == 1);
        CompletableFuture<Reply> delete = asking("DELETE", GROUPS + "?" + encoded("match=job=~\"(?:a?){480}z\""));
        await().until(() -> server.log.heldCount() == 2);
        server.log.release();

        assertThat(push.join().status()).isEqualTo(200);
        assertProblem(delete.join(), 400, "the patterns take too long to match: ");
        assertThat(server.log.latest().byKey().size()).isEqualTo(1);
    }

    /** On a thread of its own: the common pool may have one only, on two cores. */
    private static CompletableFuture<Reply> asking(String method, String target) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return server.ask(method, target, "");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> new Thread(task).start());
    }

    @ParameterizedTest(name = "DELETE {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            ^^
            match={}
            match=zone=""
            match=job=~".*"
            match=zone!="eu"
            match=job=~".+"
            match=job!=""
            match=job!="b"
            match=job=~"[a-z0-9_-]+"&match=zone!~"eu"
            dry_run=true
            """)
    void deletesEverythingOnlyWhenTold(String query) throws IOException {
        server.put("/metrics/job/a", "");

        Reply reply = server.delete(GROUPS + "?" + encoded(query));

        assertThat(json(reply, 400).get("detail").asText()).contains("or say all=true");
        assertThat(server.log.latest().byKey().size()).isEqualTo(1);
    }

    @ParameterizedTest(name = "DELETE {0}")
    @ValueSource(strings = {"all=true", "match=job!=\"\"&all=true"})
    void deletesEverythingOnlyWhereTheAdminApiIs(String query) throws IOException {
        String target = GROUPS + "?" + encoded(query);
        server.put("/metrics/job/a", "");

        assertProblem(
                server.delete(target),
                403,
                "the matchers " + (query.contains("match") ? "{job!=\"\"}" : "{}")
                        + " choose groups whatever their job is, and to delete these the node must be started with"
                        + " --web.enable-admin-api");
        assertThat(json(server.delete(target + "&dry_run=true"), 200)
                        .get("matching")
                        .asInt())
                .isEqualTo(1);
        assertThat(server.log.latest().byKey().size()).isEqualTo(1);
        try (TestServer admin = TestServer.with().adminApi().start()) {
            admin.put("/metrics/job/a", "");

            assertThat(json(admin.delete(target), 200).get("deleted").asInt()).isEqualTo(1);
        }
    }

    @Test
    void logsWhatItDeletesByMatchers() throws IOException {
        server.put("/metrics/job/a/i/1", "");
        server.put("/metrics/job/a/i/2", "");
        try (Logs logs = Logs.open(Level.INFO, GroupRoutesV2.class)) {
            server.delete(GROUPS + "?" + encoded("match=job=\"a\"&dry_run=true"));
            server.delete(GROUPS + "?" + encoded("match=job=\"a\""));

            assertThat(logs.events()).singleElement().satisfies(event -> {
                assertThat(event.getFormattedMessage()).isEqualTo("deleted groups by matchers");
                assertThat(event.getKeyValuePairs().toString())
                        .contains("{job=\"a\"}", "groups=\"2\"", "source=\"127.0.0.1:");
            });
        }
    }

    @Test
    void deletesOneGroupAndSaysWhetherItWasThere() throws IOException {
        server.put("/metrics/job/a", "");

        assertThat(json(server.delete(GROUPS + "/job/a"), 200).get("deleted").asInt())
                .isEqualTo(1);
        assertThat(json(server.delete(GROUPS + "/job/a"), 200).get("deleted").asInt())
                .isZero();
    }

    @Test
    void pushesToSeveralGroupsOrToNone() throws IOException {
        server.put("/metrics/job/a", "# TYPE m gauge\nm 1\nold 1\n");

        Reply good = push(one("a", "PUT", "# TYPE m gauge\\nm 2\\n"), one("b", "POST", "# TYPE m gauge\\nm 3\\n"));
        Reply bad = push(one("c", "PUT", "n 1\\n"), one("d", "PUT", "# TYPE m counter\\nm 4\\n"));

        assertThat(json(good, 200).get("accepted").asBoolean()).isTrue();
        JsonNode problem = json(bad, 400);
        assertThat(problem.get("push").asInt()).isEqualTo(1);
        assertThat(problem.at("/group/job").asText()).isEqualTo("d");
        assertThat(problem.get("detail").asText())
                .startsWith("pushed metrics are invalid or inconsistent with existing metrics: ")
                .endsWith("; this is push 1 of the request, to {job=\"d\"}, and none of its pushes was stored");
        assertThat(server.get("/metrics?collect[]=pushed").text())
                .contains("m{instance=\"\",job=\"a\"} 2\n", "m{instance=\"\",job=\"b\"} 3\n")
                .doesNotContain("old", "job=\"c\"", "} 4");
    }

    @Test
    void triesAPushWithoutStoringIt() throws IOException {
        server.put("/metrics/job/a", "# TYPE m gauge\nm 1\nold 1\n");
        int commands = server.log.commands().size();

        JsonNode good =
                json(tried(one("a", "PUT", "# TYPE m gauge\\nm 2\\nnew 1\\n"), one("b", "POST", "x 1\\n")), 200);
        JsonNode bad = json(tried(one("c", "PUT", "n 1\\n"), one("d", "PUT", "# TYPE m counter\\nm 4\\n")), 200);

        assertThat(good.at("/results/0").toString())
                .endsWith("\"status\":\"accepted\",\"creates_group\":false,\"added_families\":[\"new\"],"
                        + "\"replaced_families\":[\"m\"],\"removed_families\":[\"old\"]}");
        assertThat(good.at("/results/1/creates_group").asBoolean()).isTrue();
        assertThat(bad.get("accepted").asBoolean()).isFalse();
        assertThat(bad.at("/results/0/status").asText()).isEqualTo("not_applied");
        assertThat(bad.at("/results/1/reason").asText()).contains("m");
        assertThat(server.log.commands()).hasSize(commands);
    }

    static Stream<Arguments> badPushes() {
        return Stream.of(
                Arguments.of("no JSON", "{\"pushes\":[}", "the body is not JSON that can be read: line 1, column 12: "),
                Arguments.of("nothing", "", "body: expected an object, got nothing"),
                Arguments.of("no pushes", "{\"pushes\":[]}", "pushes: expected a list of one push or more"),
                Arguments.of("an unknown key", "{\"groups\":[]}", "body: unknown key \"groups\"; known are pushes"),
                Arguments.of(
                        "a key twice",
                        "{\"pushes\":[{\"body\":\"\",\"body\":\"\"}]}",
                        "the body is not JSON that can be read: line 1, column "),
                Arguments.of(
                        "no method",
                        "{\"pushes\":[{\"labels\":{\"job\":\"a\"},\"body\":\"\"}]}",
                        "pushes[0]: expected labels, method (PUT or POST), and body or body_base64"),
                Arguments.of(
                        "a number as a label",
                        "{\"pushes\":[{\"labels\":{\"job\":1}}]}",
                        "pushes[0].labels.job: expected a string, got a number"),
                Arguments.of(
                        "no job",
                        "{\"pushes\":[{\"labels\":{\"x\":\"1\"},\"method\":\"PUT\",\"body\":\"\"}]}",
                        "job name is required"),
                Arguments.of(
                        "an improper label",
                        "{\"pushes\":[{\"labels\":{\"job\":\"a\",\"a-b\":\"1\"},\"method\":\"PUT\",\"body\":\"\"}]}",
                        "improper label name \"a-b\""),
                Arguments.of(
                        "half a character",
                        "{\"pushes\":[{\"labels\":{\"job\":\"\\ud800\"}}]}",
                        "pushes[0].labels.job: half a pair of surrogates, which is no character"),
                Arguments.of(
                        "an unknown key that is cut within a character",
                        "{\"" + "x".repeat(199) + "\\ud83d\\ude00\":1}",
                        "body: unknown key \"" + "x".repeat(199) + "?…\"; known are pushes"),
                Arguments.of(
                        "a bad body",
                        "{\"pushes\":[{\"labels\":{\"job\":\"a\"},\"method\":\"PUT\",\"body\":\"m x\\n\"}]}",
                        "text format parsing error in line 1: expected float as value, got \"x\""),
                Arguments.of(
                        "a body that contradicts itself",
                        "{\"pushes\":[{\"labels\":{\"job\":\"a\"},\"method\":\"PUT\",\"body\":\"m 1 1\\n\"}]}",
                        "pushed metrics are invalid or inconsistent with existing metrics: pushed metrics must not have"
                                + " timestamps"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badPushes")
    void explainsWhatIsWrongWithPushes(String name, String body, String detail) throws IOException {
        JsonNode problem = json(server.post(PUSH, body, JSON), 400);

        assertThat(problem.get("detail").asText()).startsWith(detail);
        assertThat(server.log.latest().byName().get("m")).isNull();
    }

    /** Each push is within the limit; what they come to with their labels must be, too. */
    @Test
    void countsTheLabelsOfAllPushesTogether() throws IOException {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 900; i++) {
            body.append("m{i=\\\"").append(i).append("\\\"} 1\\n");
        }
        String[] pushes = Stream.of("a", "b", "c")
                .map(job -> one(job + "\",\"zone\":\"" + "\u00e9".repeat(500), "PUT", body.toString()))
                .toArray(String[]::new);

        JsonNode problem = json(tried(pushes), 413);

        assertThat(problem.get("detail").asText())
                .isEqualTo("the grouping labels have 1008 bytes, on each of 900 metrics, after 1814400 bytes of the"
                        + " pushes before; all together may have 2097152; push less at a time, or raise"
                        + " --push.max-body-size");
        assertThat(problem.get("push").asInt()).isEqualTo(2);
        assertThat(json(tried(pushes[0], pushes[1]), 200).get("accepted").asBoolean())
                .isTrue();
    }

    private static Reply push(String... pushes) throws IOException {
        return server.post(PUSH, "{\"pushes\":[" + String.join(",", pushes) + "]}", JSON);
    }

    private static Reply tried(String... pushes) throws IOException {
        return server.post(PUSH + "?dry_run=true", "{\"pushes\":[" + String.join(",", pushes) + "]}", JSON);
    }

    private static String one(String job, String method, String body) {
        return "{\"labels\":{\"job\":\"" + job + "\"},\"method\":\"" + method + "\",\"body\":\"" + body + "\"}";
    }

    private static String path(JsonNode group) {
        return group.get("path").asText();
    }

    private static void assertProblem(Reply reply, int status, String detail) throws IOException {
        JsonNode problem = json(reply, status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(problem.get("detail").asText()).startsWith(detail);
    }

    private static JsonNode json(Reply reply, int status) throws IOException {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        return MAPPER.readTree(reply.text());
    }

    /** A query with its values encoded. */
    private static String encoded(String query) {
        List<String> parameters = new ArrayList<>();
        for (String parameter : (query == null ? "" : query).split("&", -1)) {
            int equals = parameter.indexOf('=');
            parameters.add(parameter.substring(0, equals + 1)
                    + URLEncoder.encode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return String.join("&", parameters);
    }
}
