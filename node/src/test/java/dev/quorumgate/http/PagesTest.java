package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.cluster.Alarm;
import dev.quorumgate.cluster.ClusterView;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.SampleReport;
import dev.quorumgate.groups.ReadUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: the pages say what is stored and how current that is, to whoever has no script, and nothing in them can do harm. */
class PagesTest extends SharedServer {
    private static final NodeStatus WITHOUT_LEADER =
            new NodeStatus(NodeStatus.Role.CANDIDATE, Optional.empty(), 8, 41, 40, -1, 3, TestServer.ADDRESSES);

    private final Optional<NodeStatus> usual = server.status;

    @AfterEach
    void becomeCurrentAgain() {
        server.log.healReads();
        server.status = usual;
        server.report = SampleReport.of("n1").build();
        server.view = new ClusterView(SampleReport.MEMBERS, Map.of(), Map.of());
        server.pushesRefused = false;
        server.readiness.ready();
    }

    @Test
    void listsGroupsWithTheirLabelsAndSizes() throws IOException {
        server.put("/metrics/job/etl-a/zone/eu", "m{x=\"1\"} 1\nm{x=\"2\"} 2\nn 3\n");

        String page = server.get("/").text();

        assertThat(page)
                .contains("href=\"group?job=etl-a&amp;zone=eu\"", ">1 group</strong>", "<td class=\"n\">3</td>");
    }

    @Test
    void tellsWhyTheLastPushFailedAndWhoHadSentIt() throws IOException {
        server.put("/metrics/job/a", "m 1\n");
        server.put("/metrics/job/b", "# TYPE m counter\nm 1\n");

        String page = server.get("/").text();

        assertThat(page)
                .contains("Last push failed", "127.0.0.1:", "1 failing")
                .containsPattern("class=\"failure\"[^§]*is pushed as counter");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            job=~"etl-.*"                     | 2
            {job="etl-a"}                     | 1
            job!="etl-a",zone=""              | 1
            ETL                               | 2
            eu                                | 1
            "zone"="eu"                       | 1
            nobody                            | 0
            """)
    void findsGroupsByMatchersOrByText(String search, int count) throws IOException {
        server.put("/metrics/job/etl-a/zone/eu", "m 1\n");
        server.put("/metrics/job/etl-b", "m 1\n");
        server.put("/metrics/job/report/zone/us", "m 1\n");

        Reply reply = server.get("/?q=" + encoded(search));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).contains("<strong id=\"total\">" + count + "</strong> of 3 groups match");
    }

    @Test
    void saysWhereAMatcherIsWrongAndKeepsWhatWasTyped() throws IOException {
        Reply reply = server.get("/?q=" + encoded("job=etl"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text())
                .contains("value=\"job=etl\"", "aria-invalid=\"true\"", "at character 5: expected a value in quotes");
    }

    @Test
    void pagesForthAndBack() throws IOException {
        for (int i = 0; i < 120; i++) {
            server.put("/metrics/job/j" + (1000 + i), "m 1\n");
        }

        String second = follow(server.get("/").text(), "next");
        String third = follow(second, "next");

        assertThat(second)
                .contains("51–100 of 120", "job=j1050\"", "job=j1099\"")
                .doesNotContain("job=j1049\"");
        assertThat(third).contains("101–120 of 120").doesNotContain("rel=\"next\"");
        assertThat(follow(third, "prev")).contains("51–100 of 120", "job=j1050\"");
        assertThat(follow(second, "prev"))
                .contains("1–50 of 120", "job=j1000\"")
                .doesNotContain("rel=\"prev\"");
    }

    @Test
    void sortsByTheColumnThatIsClicked() throws IOException {
        server.put("/metrics/job/a", "m 1\n");
        server.put("/metrics/job/b", "m 1\n");

        String newest = server.get("/?sort=age&order=asc").text();

        assertThat(newest).contains("aria-sort=\"descending\"><a href=\"./?sort=age&amp;order=desc\"");
        assertThat(newest.indexOf("group?job=b")).isLessThan(newest.indexOf("group?job=a"));
    }

    @Test
    void offersToDeleteWhatMatchersChooseAndMatchersForATextThatWasFound() throws IOException {
        server.put("/metrics/job/etl-a/zone/etl", "m 1\n");

        assertThat(server.get("/?q=" + encoded("job=~\"etl.*\"")).text())
                .contains("data-delete-all=\"&amp;match=job%3D%7E%22etl.*%22\" data-count=\"1\"");
        assertThat(server.get("/?q=etl").text())
                .doesNotContain("data-delete-all")
                .contains(">job=~\"(?i).*etl.*\"</a>", ">zone=~\"(?i).*etl.*\"</a>");
        assertThat(server.get("/?q=" + encoded("job!=\"\"")).text())
                .doesNotContain("data-delete-all")
                .contains("--web.enable-admin-api");
        assertThat(server.get("/").text()).doesNotContain("data-delete-all");
    }

    @Test
    void offersToDeleteEverythingWhereThatIsAllowed() throws IOException {
        try (TestServer admin = TestServer.with().adminApi().start()) {
            admin.put("/metrics/job/a", "m 1\n");

            assertThat(admin.get("/").text()).contains("data-delete-all=\"&amp;all=true\" data-count=\"1\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onmouseover='alert(1)",
                "</title></textarea><svg/onload=alert(1)>",
                "emoji \uD83D\uDE80 and \u202E",
            })
    void showsHostileTextsAsTexts(String hostile) throws IOException {
        String value = Base64.getUrlEncoder().encodeToString(hostile.getBytes(StandardCharsets.UTF_8));
        server.put(
                "/metrics/job/a/x@base64/" + value,
                "# HELP m " + hostile + "\nm{l=\"" + hostile.replace("\"", "\\\"") + "\"} 1\n");

        String list = server.get("/").text();
        String query =
                list.replaceFirst("(?s).*href=\"(group\\?[^\"]*)\".*", "$1").replace("&amp;", "&");
        String group = server.get("/" + query).text();
        String searched = server.get("/?q=" + encoded(hostile)).text();

        for (String page : List.of(list, group, searched)) {
            assertThat(page)
                    .doesNotContain("<script>", "<img", "<svg/", "</textarea>")
                    .contains("</html>");
            assertThat(unescaped(page)).contains("<span class=\"value\">\"" + hostile + "\"</span>");
        }
        assertThat(unescaped(group)).contains("<p class=\"help\">" + hostile + "</p>");
        assertThat(unescaped(searched.replaceFirst("(?s).* type=\"search\" value=\"([^\"]*)\".*", "$1")))
                .isEqualTo(hostile);
    }

    private static String unescaped(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    @ParameterizedTest
    @ValueSource(strings = {"M\u00fcnchen", "a.b*c", "x\\Ey\\", "q\"{}", "\uD83D\uDE80"})
    void offersMatchersThatFindTheTextThatWasFound(String text) throws IOException {
        String value = Base64.getUrlEncoder().encodeToString(("at " + text + "!").getBytes(StandardCharsets.UTF_8));
        server.put("/metrics/job/a/x@base64/" + value, "m 1\n");
        server.put("/metrics/job/b", "m 1\n");

        String found =
                server.get("/?q=" + encoded(text.toUpperCase(Locale.ROOT))).text();
        String offered = found.replaceFirst("(?s).*<a class=\"mono\" href=\"\\./([^\"]*)\".*", "$1");

        assertThat(server.get("/" + unescaped(offered)).text())
                .contains("<strong id=\"total\">1</strong> of 2 groups match", "data-count=\"1\"");
    }

    @Test
    void goesBackAPageWhereAllOfTheLastOneIsGone() throws IOException {
        for (int i = 0; i < 101; i++) {
            server.put("/metrics/job/j" + (1000 + i), "m 1\n");
        }
        String third = link(follow(server.get("/").text(), "next"), "next");
        assertThat(server.get(third).text()).contains("101–101 of 101", "job=j1100\"");

        server.delete("/metrics/job/j1100");

        assertThat(server.get(third).text())
                .contains("51–100 of 100", "job=j1099\"", "rel=\"prev\"")
                .doesNotContain("No group matches");
    }

    @Test
    void tellsSeriesApartThatDifferBehindALongBeginning() throws IOException {
        String prefix = "v".repeat(2000);
        server.put("/metrics/job/a", "m{x=\"" + prefix + "a\"} 1\nm{x=\"" + prefix + "b\"} 2\n");

        List<String> keys = Pattern.compile("<tr data-key=\"([^\"]*)\"")
                .matcher(server.get("/group?job=a").text())
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(keys).hasSize(2).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0} families of {1} series with {2} buckets, and labels of {3} characters")
    @CsvSource({"1, 1000, 0, 40", "500, 3, 0, 40", "4, 100, 12, 40", "1, 20, 500, 10", "1, 2, 30, 8000"})
    void staysShortHoweverMuchIsInAGroup(int families, int series, int buckets, int length) throws IOException {
        StringBuilder body = new StringBuilder();
        for (int f = 0; f < families; f++) {
            body.append("# TYPE m").append(f).append(buckets == 0 ? " gauge\n" : " histogram\n");
            for (int s = 0; s < series; s++) {
                String labels = "x=\"" + "v".repeat(length) + s + "\"";
                for (int b = 0; b < buckets; b++) {
                    body.append("m%d_bucket{%s,le=\"%d\"} %d\n".formatted(f, labels, b, b));
                }
                body.append(
                        buckets == 0
                                ? "m%d{%s} 1\n".formatted(f, labels)
                                : "m%1$d_bucket{%2$s,le=\"+Inf\"} 999\nm%1$d_sum{%2$s} 1\nm%1$d_count{%2$s} 999\n"
                                        .formatted(f, labels));
            }
        }
        try (TestServer large = TestServer.with().start()) {
            assertThat(large.put("/metrics/job/a", body.toString()).status()).isEqualTo(200);

            assertThat(large.get("/group?job=a").body().length).isLessThan(300_000);
        }
    }

    @Test
    void staysShortWithAFullPageOfGroups() throws IOException {
        for (int i = 0; i < 60; i++) {
            String group = "/metrics/job/j" + i + "/instance/" + "i".repeat(60) + "/zone/" + "z".repeat(60) + "/team/"
                    + "t".repeat(60);
            server.put(group, "m%d 1\n".formatted(i % 2));
            server.put(group, "# TYPE m%d counter\nm%d 1\n".formatted(1 - i % 2, 1 - i % 2));
        }

        Reply reply = server.get("/");

        assertThat(reply.text()).contains("1–50 of 60");
        assertThat(reply.body().length).isLessThan(300_000);
    }

    @Test
    void cutsTextsOffThatAreLongAndCountsTheRest() throws IOException {
        String label = "v".repeat(10_240);
        server.put("/metrics/job/" + label, "m 1\n");

        assertThat(server.get("/").text()).contains("v… (10,080 more characters)");
        assertThat(server.get("/group?job=" + label).text()).contains("\"" + label + "\"");
    }

    @Test
    void opensAGroupToFamiliesOfEachKind() throws IOException {
        server.put("/metrics/job/a/zone/eu", """
                # HELP g a gauge
                # TYPE g gauge
                g{x="1"} 2
                g{x="2"} 4
                # TYPE t_timestamp_seconds gauge
                t_timestamp_seconds 1.7e+09
                # TYPE s summary
                s{quantile="0.5"} 1
                s{quantile="0.9"} 4
                s_sum 10
                s_count 4
                # TYPE h histogram
                h_bucket{le="1"} 2
                h_bucket{le="5"} 8
                h_bucket{le="+Inf"} 9
                h_sum 20
                h_count 9
                """);

        String page = server.get("/group?zone=eu&job=a").text();

        assertThat(page)
                .contains(
                        "<span class=\"type\">gauge</span>",
                        "<span class=\"type\">summary</span>",
                        "<span class=\"type\">histogram</span>",
                        "a gauge",
                        "width=\"50.0\"",
                        ">1700000000<",
                        "2023-11-14T22:13:20Z",
                        "q 0.9",
                        "Histogram of 3 buckets; most observations, 6, are in 1 to 5",
                        "<title>&gt; 5: 1</title>",
                        "curl -X DELETE http://test/metrics/job/a/zone/eu<",
                        "h_bucket{instance=\"\",job=\"a\",zone=\"eu\",le=\"5\"} 8");
    }

    @Test
    void saysSoWhereThereIsNoSuchGroup() throws IOException {
        for (String target : List.of("/group?job=a", "/group", "/group?zone=eu", "/group?job=a&job=b")) {
            Reply reply = server.get(target);
            assertThat(reply.status()).as(target).isEqualTo(404);
            assertThat(reply.text()).contains("<h1>No such group</h1>");
        }
    }

    @Test
    void givesTheTextOfAGroupSuchAsItCanBePushed() throws IOException {
        server.put("/metrics/job/a", "# HELP m some\n# TYPE m gauge\nm{x=\"1\"} 2\n");

        Reply reply = server.get("/group.txt?job=a");

        assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(reply.text()).isEqualTo("# HELP m some\n# TYPE m gauge\nm{instance=\"\",job=\"a\",x=\"1\"} 2\n");
        assertThat(server.put("/metrics/job/a", reply.text()).status()).isEqualTo(200);
    }

    @Test
    void showsLinesToTryWhereNobodyHasPushed() throws IOException {
        assertThat(server.get("/").text())
                .contains(
                        "@- http://test/metrics/job/some_job<",
                        "- targets: [\"test\"]",
                        "push_to_gateway('http://test'");
    }

    @Test
    void showsLinesWithThePrefixThatUsersNeed() throws IOException {
        try (TestServer prefixed = TestServer.with()
                .externalUrl("https://some.org/pg")
                .routePrefix("/pg")
                .start()) {
            assertThat(prefixed.get("/pg/").text())
                    .contains(
                            "@- https://some.org/pg/metrics/job/some_job<",
                            "metrics_path: /pg/metrics",
                            "- targets: [\"some.org\"]",
                            "push.New(\"https://some.org/pg\"",
                            ".address(\"some.org/pg\").scheme(Scheme.HTTPS)");
        }
    }

    @Test
    void showsWhatThisNodeHasWithoutAMajorityAndSaysSo() throws IOException {
        server.put("/metrics/job/a", "m 1\n");
        server.log.failReads(new ReadUnavailableException("n2, n3 do not answer"));

        for (String target : List.of("/", "/group?job=a", "/cluster", "/status")) {
            Reply reply = server.get(target);
            assertThat(reply.status()).as(target).isEqualTo(200);
            assertThat(reply.text()).contains("<strong>No majority.</strong> N2, n3 do not answer.");
        }
        assertThat(server.get("/").text()).contains("group?job=a");
    }

    @Test
    void doesNotWaitWhereNoLeaderIsKnown() throws IOException {
        server.log.hold();
        server.status = Optional.of(WITHOUT_LEADER);

        String page = server.get("/cluster").text();

        assertThat(page).contains("This node knows no leader", "none that a majority confirms");
        assertThat(server.log.heldCount()).isZero();
    }

    @Test
    void answersEvenIfNobodyConfirms() throws IOException {
        server.log.hold();

        assertThat(server.get("/").text())
                .contains("<strong>Not confirmed.</strong> Within 1000 ms no majority has confirmed");
    }

    @Test
    void showsWhatMembersSayOfThemselvesAndWhoIsSilent() throws IOException {
        answers(
                SampleReport.of("n1"),
                SampleReport.of("n2")
                        .role(NodeStatus.Role.LEADER)
                        .follower("n3", 1_234, Duration.ofMillis(4_300))
                        .waiting(SampleReport.member("n5")),
                SampleReport.of("n4").role(NodeStatus.Role.NON_VOTER).drained());

        String page = server.get("/cluster").text();

        assertThat(page)
                .contains(
                        "<dd id=\"leader\"><span class=\"mono\">n2</span>",
                        "<dd id=\"answering\">3 of 4</dd>",
                        "3 voters, 2 sound: losing one more stops the cluster.",
                        "quorumgate member add n5=n5.host:9191:9192",
                        "Cluster id <code>c-1</code>");
        assertThat(row(page, "n1"))
                .contains("this node", ">follower<", "ready", ">40<", ">5 GiB<", ">0.1.0<", ">5 min<");
        assertThat(row(page, "n3")).contains(">silent<", "no answer from n3", ">1,234<", ">4 s<");
        assertThat(row(page, "n4")).contains(">non-voter<", ">drained<", "an operator has drained this node");
    }

    @Test
    void saysThatNoMajorityConfirmsALeader() throws IOException {
        answers(SampleReport.of("n1"));
        server.log.failReads(new ReadUnavailableException("n2, n3 do not answer"));

        assertThat(server.get("/cluster").text())
                .contains("none that a majority confirms", "3 voters, 1 sound: no majority, nothing can be stored.");
    }

    @Test
    void showsAlarmsOfAllOnTheClusterPageAndItsOwnOnEach() throws IOException {
        answers(
                SampleReport.of("n1"),
                SampleReport.of("n2")
                        .role(NodeStatus.Role.LEADER)
                        .alarm(Alarm.Kind.NOSPACE, "1 GiB is free")
                        .refusesPushesBecause("the disk of n2 is nearly full"));

        String cluster = server.get("/cluster").text();
        server.pushesRefused = true;
        String groups = server.get("/").text();
        server.report = SampleReport.of("n1")
                .alarm(Alarm.Kind.CLOCK_SKEW, "it is an hour late")
                .build();

        assertThat(cluster)
                .contains(
                        "NOSPACE on n2 since",
                        "1 GiB is free.",
                        "Pushes are refused:",
                        "The disk of n2 is nearly full.");
        assertThat(groups)
                .contains("Pushes are refused:", "the cluster page tells which")
                .doesNotContain("NOSPACE on n2");
        for (String target : List.of("/", "/group?job=a", "/status")) {
            assertThat(server.get(target).text()).as(target).contains("CLOCK_SKEW on n1 since", "It is an hour late.");
        }
    }

    @Test
    void saysOfADrainedNodeThatWhatItShowsIsCurrent() throws IOException {
        server.readiness.setDrained(true);
        server.report = SampleReport.of("n1").drained().build();
        try {
            assertThat(server.get("/").text())
                    .contains("Not ready.", "quorumgate undrain. What is shown is current.", "follower, drained")
                    .doesNotContain("No majority");
            server.log.failReads(new ReadUnavailableException("n2, n3 do not answer"));
            assertThat(server.get("/").text())
                    .contains("quorumgate undrain. What is shown may be out of date.", "<strong>No majority.</strong>");
        } finally {
            server.readiness.setDrained(false);
        }
    }

    @Test
    void showsWhatTheNodeHoldsAndWhereItStands() throws IOException {
        assertThat(server.get("/status").text())
                .contains("3 voters, 1 non-voter", "5 GiB of 20 GiB; pushes end below 1 GiB", "c-1", "n2");
    }

    /** These members, and no other ones. */
    private void answers(SampleReport... reports) {
        server.view = new ClusterView(
                SampleReport.MEMBERS,
                Arrays.stream(reports)
                        .map(SampleReport::build)
                        .collect(Collectors.toMap(report -> report.self().id(), Function.<NodeReport>identity())),
                Map.of(SampleReport.member("n3").id(), "no answer from n3.host:9192: connection refused"));
    }

    private static String row(String page, String member) {
        return page.replaceFirst("(?s).*<tr data-key=\"" + member + "\">(.*?)</tr>.*", "$1");
    }

    @Test
    void leavesNothingButOurOwnFilesToTheBrowser() throws IOException {
        Reply reply = server.get("/");

        assertThat(reply.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                .doesNotContain("unsafe")
                .contains("frame-ancestors 'none'");
        assertThat(reply.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(reply.text())
                .doesNotContain(" style=", "<style", " onclick", "javascript:", "http://www", "https://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/cluster", "/status", "/group?job=a"})
    void hasRelativeLinksAlone(String target) throws IOException {
        try (TestServer prefixed = TestServer.with().routePrefix("/pg").start()) {
            prefixed.put("/pg/metrics/job/a", "m 1\n");

            assertThat(prefixed.get("/pg" + target).text())
                    .contains("href=\"static/page.css\"")
                    .doesNotContain("href=\"/", "src=\"/", "action=\"/");
        }
    }

    @Test
    void isNotSentAgainToWhoHasIt() throws IOException {
        server.put("/metrics/job/a", "m 1\n");
        String tag = server.get("/").header("ETag");

        assertThat(server.get("/", "If-None-Match: " + tag).status()).isEqualTo(304);
        assertThat(server.get("/?q=a", "If-None-Match: " + tag).status()).isEqualTo(200);
        server.put("/metrics/job/b", "m 1\n");
        assertThat(server.get("/", "If-None-Match: " + tag).status()).isEqualTo(200);
        Reply style = server.get("/static/page.css");
        assertThat(server.get("/static/page.css", "If-None-Match: " + style.header("ETag"))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void isCompressedForWhoLikesThat() throws IOException {
        server.put("/metrics/job/a", "m 1\n");

        Reply reply = server.get("/", "Accept-Encoding: gzip, deflate, br");

        assertThat(reply.header("Content-Encoding")).isEqualTo("gzip");
        String page = new String(
                new GZIPInputStream(new ByteArrayInputStream(reply.body())).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(page).contains("group?job=a", "</html>");
    }

    @Test
    void remembersTheColoursThatWereChosen() throws IOException {
        assertThat(server.get("/", "Cookie: quorumgate-theme=dark").text()).contains("data-theme=\"dark\"");
        assertThat(server.get("/", "Cookie: quorumgate-theme=x").text()).contains("data-theme=\"auto\"");
    }

    @ParameterizedTest(name = "{0} {1} with \"{2}\"")
    @CsvSource(delimiter = '|', textBlock = """
            DELETE | /metrics/job/a        | Sec-Fetch-Site: cross-site  | 403
            DELETE | /metrics/job/a        | Sec-Fetch-Site: same-site   | 403
            DELETE | /metrics/job/a        | Sec-Fetch-Site: same-origin | 202
            DELETE | /metrics/job/a        | Sec-Fetch-Site: none        | 202
            DELETE | /metrics/job/a        | Origin: http://evil         | 202
            DELETE | /api/v2/groups/job/a  | Sec-Fetch-Site: cross-site  | 403
            POST   | /api/v2/push          | Origin: http://evil         | 403
            POST   | /api/v2/push          | Origin: http://test         | 415
            POST   | /api/v2/push          | Origin: null                | 403
            POST   | /-/quit               | Origin: http://evil         | 403
            POST   | /metrics/job/a        | Origin: http://evil         | 200
            PUT    | /metrics/job/a        | Sec-Fetch-Site: cross-site  | 200
            """)
    void doesNotActForPagesOfOtherSites(String method, String target, String header, int status) throws IOException {
        assertThat(server.ask(method, target, "", header).status()).isEqualTo(status);
    }

    private static String follow(String page, String relation) throws IOException {
        return server.get(link(page, relation)).text();
    }

    private static String link(String page, String relation) {
        return "/" + unescaped(page.replaceFirst("(?s).*rel=\"" + relation + "\" href=\"\\./([^\"]*)\".*", "$1"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
