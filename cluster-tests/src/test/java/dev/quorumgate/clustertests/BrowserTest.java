package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Browser;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/**
 * Goal: whoever opens the page of any node sees what has arrived, finds it, opens it and deletes it, without a reload; and
 * what others have pushed does nothing but stand there.
 *
 * <p>Method: a real Chromium at a node that does not lead, clients at the others.
 */
@ClusterTest
class BrowserTest {
    private static final String ROW = "tr.group";

    @Test
    void aPushArrivesWhileOneLooks(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        Gateway pusher = cluster.leader().gateway();
        Browser browser = Browser.open(run);
        String node = cluster.followers().get(0).gateway().url();
        browser.go(node + "/");
        browser.awaitScript();
        browser.await("#first", node + "/metrics/job/some_job");

        pusher.push("/job/etl-a/zone/eu", "m 1\n");
        browser.await("#rows", "job=\"etl-a\"");
        pusher.push("/job/etl-b", "# HELP n numbers\nn{x=\"1\"} 1\nn{x=\"2\"} 3\no 1\np 1\nq 1\nr 1\n");
        pusher.push("/job/report", "m 1\n");
        browser.awaitCount(ROW, 3);

        browser.click("tr.group:nth-of-type(2) [data-open]");
        browser.click("details[data-key=n] summary");
        browser.await("details[data-key=n] .help", "numbers");
        browser.retype("#q", "etl-b");
        browser.awaitCount(ROW, 1);
        browser.type("#q", " typed on");
        browser.awaitCount(ROW, 0);
        browser.retype("#q", "job=~\"etl-.*\"");
        browser.awaitCount(ROW, 2);
        browser.click("details[data-key=n] summary");
        browser.click("details[data-key=n] summary");
        pusher.push("/job/etl-b", "# HELP n numbers\nn{x=\"1\"} 1\nn{x=\"2\"} 4711\no 1\np 1\nq 1\nr 1\n");

        browser.await("details[data-key=n] .series", "4711");
        assertThat(browser.value("#q")).isEqualTo("job=~\"etl-.*\"");
        assertThat(browser.address()).contains("q=job");
        browser.reload();
        browser.awaitScript();
        browser.awaitCount(ROW, 2);
        browser.await(".opening", "4711");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void eachTypeOfMetricIsDrawn(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        SampleGroups.pushTo(cluster.leader().gateway());
        Browser browser = Browser.open(run);
        browser.go(cluster.followers().get(0).gateway().url() + "/?q=etl-orders");
        browser.awaitScript();

        browser.click("tr.group:first-of-type [data-open]");
        browser.await(".opening", "job_rows_total");

        assertThat(browser.shown("[data-key=job_rows_total] .hbar")).isEqualTo(4);
        assertThat(browser.text("[data-key=job_rows_total] .series")).contains("table=\"orders\"", "182933");
        assertThat(browser.text("[data-key=job_stage_seconds] .parts")).contains("q 0.9", "1.31");
        assertThat(browser.count("[data-key=job_request_seconds] .chart rect")).isEqualTo(9);
        assertThat(browser.attribute("[data-key=job_request_seconds] .chart", "aria-label"))
                .contains("most observations, 410, are in 0.025 to 0.05");
        browser.click("[data-key=job_request_seconds] .buckets summary");
        browser.await("[data-key=job_request_seconds] .parts", "≤ 0.005");
        browser.click("[data-key='/text'] summary");
        browser.await("[data-key='/text'] pre", "job_request_seconds_bucket{instance=\"batch-01\",job=\"etl-orders\"");
        browser.click("[data-key='/curl'] summary");
        browser.await("[data-key='/curl']", "curl -X DELETE http://");

        browser.go(cluster.followers().get(0).gateway().url() + "/group?job=warehouse&instance=w1");
        browser.await("[data-key=work_seconds] .moments", "native histogram, resolution 1 count 99 sum 311.25");
        assertThat(browser.count("[data-key=work_seconds] .chart rect")).isEqualTo(10);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whatIsDeletedIsGoneAtOnceAndOnlyIfItIsWhatWasShown(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().flags("--web.enable-admin-api").start();
        Gateway pusher = cluster.leader().gateway();
        for (int i = 0; i < 5; i++) {
            pusher.push("/job/etl/i/" + i, "m 1\n");
            pusher.push("/job/report/i/" + i, "m 1\n");
        }
        Browser browser = Browser.open(run);
        browser.go(cluster.followers().get(0).gateway().url() + "/?q=" + encoded("job=\"etl\""));
        browser.awaitScript();

        browser.click("tr.group:first-of-type [data-delete]");
        browser.await("dialog .subject", "i=\"0\"");
        browser.press(Keys.ESCAPE);
        browser.awaitCount("dialog", 0);
        assertThat(browser.count(ROW)).isEqualTo(5);
        browser.click("tr.group:first-of-type [data-delete]");
        browser.click("dialog .sure");
        browser.await("#told", "The group is deleted.");
        browser.awaitCount(ROW, 4);

        browser.click("[data-delete-all]");
        pusher.push("/job/etl/i/new", "m 1\n");
        assertThat(browser.shown("dialog .sure:disabled")).isEqualTo(1);
        browser.type("dialog input", "4");
        browser.click("dialog .sure");
        browser.await("dialog .mistake", "5 groups match, which is not the expected count; nothing was deleted");
        browser.retype("dialog input", "5");
        browser.click("dialog .sure");
        browser.await("#told", "5 groups deleted.");
        browser.await("#main", "No group matches");
        assertThat(pusher.scrapePushed().text()).doesNotContain("job=\"etl\"").contains("job=\"report\"");

        browser.go(cluster.followers().get(0).gateway().url() + "/");
        browser.awaitScript();
        browser.click("[data-delete-all]");
        browser.type("dialog input", "5");
        browser.click("dialog .sure");
        browser.await("#first", "Nothing has been pushed yet");
        assertThat(pusher.scrapePushed().text()).isEmpty();
    }

    @Test
    void hostileTextsAreShownAsTexts(TestRun run) throws Exception {
        Gateway gateway = run.cluster().nodes(1).start().leader().gateway();
        List<String> hostile = List.of(
                "<script>window.hacked = 1</script>",
                "\"><img src=x onerror=\"window.hacked=1\">",
                "' onfocus='window.hacked=1' autofocus='",
                "`${window.hacked=1}` {{1}} \uD83D\uDE80\u202E\u0000",
                "v".repeat(10_240) + "<b>end</b>");
        for (String text : hostile) {
            String value = Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
            assertThat(gateway.push(
                                    "/job/hostile/x@base64/" + value,
                                    "# HELP m " + text.replace("\\", "\\\\") + "\nm{y=\"" + escaped + "\"} 1\n")
                            .status())
                    .isEqualTo(200);
        }
        Browser browser = Browser.open(run);
        browser.go(gateway.url() + "/");
        browser.awaitScript();

        for (int i = 1; i <= hostile.size(); i++) {
            browser.click("tr.group:nth-of-type(" + i + ") [data-open]");
            browser.awaitCount(".opening .series", 1);
            browser.click("tr.group:nth-of-type(" + i + ") [data-open]");
            browser.awaitCount(".opening", 0);
        }
        browser.retype("#q", hostile.get(1));
        browser.awaitCount(ROW, 1);

        assertThat(browser.text(ROW)).contains(hostile.get(1));
        browser.click("tr.group [data-delete]");
        browser.await("dialog .subject", hostile.get(1));
        browser.press(Keys.ESCAPE);
        for (String text : hostile) {
            browser.go(gateway.url() + "/group?job=hostile&x=" + encoded(text));
            browser.awaitScript();
            assertThat(browser.run("return document.querySelector('h1 .label:last-child .value').textContent"))
                    .isEqualTo("\"" + text.replace('\u0000', '\u2400') + "\"");
        }
        assertThat(browser.run("return window.hacked")).isNull();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theKeyboardIsEnough(TestRun run) throws Exception {
        Gateway gateway = run.cluster().nodes(1).start().leader().gateway();
        gateway.push("/job/a", "m 1\n");
        gateway.push("/job/b", "m 1\n");
        Browser browser = Browser.open(run);
        browser.go(gateway.url() + "/");
        browser.awaitScript();

        browser.press("/");
        browser.press("job=\"b\"");
        browser.awaitCount(ROW, 1);
        while (!Boolean.TRUE.equals(browser.run("return document.activeElement.hasAttribute('data-open')"))) {
            browser.press(Keys.TAB);
        }
        browser.press(Keys.ENTER);
        browser.await(".opening", "m");
        assertThat(browser.attribute("[data-open]", "aria-expanded")).isEqualTo("true");
        while (!Boolean.TRUE.equals(browser.run("return document.activeElement.hasAttribute('data-delete')"))) {
            browser.press(Keys.TAB);
        }
        browser.press(Keys.ENTER);
        browser.awaitCount("dialog[open]", 1);
        browser.press(Keys.TAB, Keys.ENTER);

        browser.await("#told", "The group is deleted.");
        Waiting.until(
                "the focus is in the page although its button has gone",
                () -> "main".equals(browser.run("return document.activeElement.id")));
    }

    @Test
    void whatIsOpenedStaysSoWhileOneLooksElsewhere(TestRun run) throws Exception {
        Gateway gateway = run.cluster().nodes(1).start().leader().gateway();
        gateway.push("/job/a", "m 1\n");
        gateway.push("/job/b", "n 1\n");
        Browser browser = Browser.open(run);
        browser.go(gateway.url() + "/?q=a");
        browser.awaitScript();
        browser.click("[data-open]");
        browser.awaitCount(".opening details[data-key=m]", 1);

        browser.go(gateway.url() + "/?q=b");
        browser.awaitScript();
        browser.click("[data-open]");
        browser.awaitCount(".opening details[data-key=n]", 1);
        browser.retype("#q", "a");

        browser.awaitCount(".opening details[data-key=m]", 1);
        browser.awaitCount(".opening", 1);
    }

    @Test
    void whatAProxySaysInPlaceOfTheNodeIsNotTakenForThePage(TestRun run) throws Exception {
        Gateway gateway = run.cluster().nodes(1).start().leader().gateway();
        gateway.push("/job/a", "m 1\n");
        Browser browser = Browser.open(run);
        browser.go(gateway.url() + "/");
        browser.awaitScript();

        browser.run("window.fetch = async () => new Response('<h1>Bad gateway</h1>',"
                + " {status: 502, headers: {'Content-Type': 'text/html'}})");

        browser.await("#unreachable", "in place of the node (502)");
        assertThat(browser.text("tr.group")).contains("job=\"a\"", "s ago").doesNotContain("NaN");
        browser.click("[data-open]");
        browser.await(".opening", "Could not be opened");
    }

    @Test
    void everyControlHasANameAndEveryTextEnoughContrast(TestRun run) throws Exception {
        Gateway gateway = run.cluster().nodes(1).start().leader().gateway();
        SampleGroups.pushTo(gateway);
        Browser browser = Browser.open(run);
        browser.go(gateway.url() + "/");
        String audit = """
                const found = [];
                for (const each of document.querySelectorAll("a, button, input, summary")) {
                  if (!each.checkVisibility()) continue;
                  const name = each.getAttribute("aria-label") || each.labels?.[0]?.textContent || each.textContent;
                  if (!name.trim()) found.push("no name: " + each.outerHTML);
                }
                const parts = (colour) => {
                  const context = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
                  context.fillStyle = colour;
                  context.fillRect(0, 0, 1, 1);
                  return [...context.getImageData(0, 0, 1, 1).data];
                };
                const light = (colour) => parts(colour).slice(0, 3).map((c) => c / 255)
                    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
                const ground = (each) => {
                  for (; each; each = each.parentElement) {
                    const colour = getComputedStyle(each).backgroundColor;
                    if (parts(colour)[3] === 255) return colour;
                  }
                  return "white";
                };
                const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                while (texts.nextNode()) {
                  const each = texts.currentNode.parentElement;
                  if (!texts.currentNode.nodeValue.trim() || !each.checkVisibility() || each.disabled) continue;
                  const [a, b] = [light(getComputedStyle(each).color), light(ground(each))].sort((x, y) => y - x);
                  const contrast = (a + 0.05) / (b + 0.05);
                  if (contrast < 4.5) found.push(contrast.toFixed(2) + ": " + texts.currentNode.nodeValue.trim());
                }
                return found;
                """;

        for (String theme : List.of("light", "dark")) {
            browser.theme(theme);
            for (String page : List.of("/", "/?q=x%3D", "/group?job=backup-files&zone=eu", "/cluster", "/status")) {
                browser.go(gateway.url() + page);
                browser.awaitScript();
                assertThat((List<?>) browser.run(audit)).as(theme + " " + page).isEmpty();
            }
            browser.go(gateway.url() + "/group?job=etl-orders&instance=batch-01");
            browser.awaitScript();
            assertThat((List<?>) browser.run(audit)).as(theme + " group").isEmpty();
        }
    }

    @Test
    void nothingIsWiderThanANarrowScreen(TestRun run) throws Exception {
        Gateway gateway = run.cluster().nodes(1).start().leader().gateway();
        SampleGroups.pushTo(gateway);
        gateway.push("/job/" + "v".repeat(500), "m 1\n");
        Browser browser = Browser.open(run);
        browser.resize(500, 900);

        for (String page : List.of("/", "/group?job=etl-orders&instance=batch-01", "/cluster", "/status")) {
            browser.go(gateway.url() + page);
            browser.awaitScript();
            Waiting.until(
                    page + " fits",
                    () -> Boolean.TRUE.equals(browser.run(
                            "return document.documentElement.scrollWidth <= document.documentElement.clientWidth")));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
