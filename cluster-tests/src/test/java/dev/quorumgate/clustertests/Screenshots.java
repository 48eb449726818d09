package dev.quorumgate.clustertests;

import dev.quorumgate.clustertests.harness.Browser;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes pictures of each page, at two widths and in both themes, for people to look at. Started by {@code scripts/screenshots}. */
final class Screenshots {
    private static final int WIDE = 1280;

    /** The narrowest window that Chromium makes. */
    private static final int NARROW = 500;

    private final Browser browser;
    private final Path folder;

    private Screenshots(Browser browser, Path folder) {
        this.browser = browser;
        this.folder = folder;
    }

    /**
     * Makes them.
     *
     * @param arguments the folder to put them into
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        try (TestRun run = new TestRun(Path.of("screenshots"))) {
            TestCluster cluster = run.cluster().flags("--web.enable-admin-api").start();
            ClusterNode shown = cluster.followers().get(0);
            Screenshots screenshots = new Screenshots(Browser.open(run), folder);
            String url = shown.gateway().url();
            screenshots.take("first", url + "/", ".first");
            SampleGroups.pushTo(cluster.leader().gateway());
            screenshots.take("groups", url + "/", "tr.group");
            screenshots.take("nothing", url + "/?q=nobody", ".empty");
            screenshots.take("mistake", url + "/?q=job%3Detl", ".mistake");
            screenshots.take("group", url + "/group?job=etl-orders&instance=batch-01", ".family");
            screenshots.take("native", url + "/group?job=warehouse&instance=w1", ".family");
            screenshots.take("failed", url + "/group?job=backup-files&zone=eu", ".family");
            screenshots.take("missing", url + "/group?job=nobody", ".empty");
            screenshots.take("cluster", url + "/cluster", ".members");
            screenshots.take("status", url + "/status", ".pairs");
            screenshots.takeActed(url);
            for (ClusterNode other : cluster.except(shown)) {
                other.kill();
            }
            screenshots.take("no-majority", url + "/cluster", ".notice.error:not([hidden])");
        }
        System.out.println("screenshots are in " + folder);
    }

    private void take(String name, String url, String awaited) throws IOException {
        for (String theme : List.of("light", "dark")) {
            for (int width : new int[] {WIDE, NARROW}) {
                browser.resize(width, 900);
                browser.go(url);
                browser.theme(theme);
                browser.go(url);
                browser.awaitScript();
                Waiting.until(awaited, () -> browser.shown(awaited) > 0);
                // As high as the page is, so that all of it is seen.
                Object height = browser.run("return document.documentElement.scrollHeight");
                browser.resize(width, Math.min(3000, Integer.parseInt(String.valueOf(height)) + 140));
                browser.picture(folder.resolve(name + "-" + width + "-" + theme + ".png"));
            }
        }
    }

    /** A group opened in the list, and the question before a deletion. */
    private void takeActed(String url) throws IOException {
        for (String theme : List.of("light", "dark")) {
            browser.resize(WIDE, 1100);
            browser.theme(theme);
            browser.go(url + "/?q=etl");
            browser.awaitScript();
            browser.click("tr.group:nth-of-type(2) [data-open]");
            browser.await(".opening", "job_rows_total");
            browser.picture(folder.resolve("opened-" + WIDE + "-" + theme + ".png"));
            browser.click("tr.group:nth-of-type(2) [data-open]");
            browser.go(url + "/?q=job%3D~%22etl.*%22");
            browser.awaitScript();
            browser.click("[data-delete-all]");
            browser.awaitCount("dialog[open]", 1);
            browser.picture(folder.resolve("question-" + WIDE + "-" + theme + ".png"));
        }
    }
}
