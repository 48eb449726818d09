package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Browser;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.NodeAddress;
import dev.quorumgate.clustertests.harness.Shell;
import dev.quorumgate.clustertests.harness.StrippingProxy;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Goal: the pages work where operators put them: below a prefix, behind a proxy that takes a path away, with a password, without a script. */
@ClusterTest
class ProxiedPagesTest {
    /** Of "secret". */
    private static final String WEB_CONFIG = """
            basic_auth_users:
              alice: $2y$08$FLJh5iU8hlHFWClewr2ptu5SmVZW629AzzWl/KhzBP7aq3.lwLci2
            """;

    @Test
    void worksBelowAPrefixBehindAProxyThatTakesAPathAway(TestRun run) throws Exception {
        NodeAddress address = start(run, List.of("--web.route-prefix=/inside"));
        StrippingProxy proxy = StrippingProxy.start(run, "/some/where", address.httpUri() + "/inside");
        Browser browser = Browser.open(run);

        browser.go(proxy.url() + "/");
        browser.awaitScript();
        browser.await("#first", "curl --data-binary @- " + proxy.url() + "/metrics/job/some_job");
        String host = proxy.url().replaceFirst("http://([^/]+).*", "$1");
        browser.await("#first", "metrics_path: /some/where/metrics");
        browser.await("#first", "targets: [\"" + host + "\"]");
        browser.await("#first", ".address(\"" + host + "/some/where\").job");
        Shell.require(List.of("curl", "-sf", "--data-binary", "m 1\n", proxy.url() + "/metrics/job/a/zone/eu"));
        browser.awaitCount("tr.group", 1);
        browser.click("tr.group th a");
        browser.await(".family", "m");
        browser.click(".bar nav a[href=cluster]");
        browser.await(".members", "ready");
        browser.click(".bar nav a[href=status]");
        browser.await("#main", "Data folder");
        browser.click(".brand");
        browser.awaitScript();
        browser.click("tr.group [data-delete]");
        browser.click("dialog .sure");

        browser.await("#first", "Nothing has been pushed yet");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void asksForThePasswordOnceAndActsWithIt(TestRun run) throws Exception {
        Path config = Files.writeString(run.folder("web").resolve("web.yml"), WEB_CONFIG);
        NodeAddress address = start(run, List.of("--web.config.file=" + config));
        String open = address.httpUri().toString();
        String url = open.replace("http://", "http://alice:secret@");
        Shell.require(List.of("curl", "-sf", "--data-binary", "m 1\n", url + "/metrics/job/a"));
        Browser browser = Browser.open(run);

        browser.go(open + "/");
        assertThat(browser.count("tr.group")).isZero();
        browser.go(url + "/");
        browser.awaitScript();
        browser.click("[data-open]");
        browser.await(".opening", "m");
        browser.click("tr.group [data-delete]");
        browser.click("dialog .sure");

        browser.await("#told", "The group is deleted.");
    }

    @Test
    void canBeReadWithoutAScript(TestRun run) throws Exception {
        NodeAddress address = start(run, List.of());
        String url = address.httpUri().toString();
        Shell.require(List.of("curl", "-sf", "--data-binary", "m 1\n", url + "/metrics/job/a/zone/eu"));
        Shell.require(List.of("curl", "-sf", "--data-binary", "m 1\n", url + "/metrics/job/b"));
        Browser browser = Browser.withoutScript(run);

        browser.go(url + "/");
        assertThat(browser.count("html[data-ready]")).isZero();
        assertThat(browser.shown("[data-script]")).isZero();
        browser.type("#q", "zone=\"eu\"");
        browser.click(".search button");
        browser.awaitCount("tr.group", 1);
        browser.click("tr.group th a");

        browser.await("details[data-key=m]", "1");
    }

    /** A node of its own, ready. */
    private static NodeAddress start(TestRun run, List<String> flags) throws Exception {
        NodeAddress address = NodeAddress.onLoopback();
        run.node(
                        "n1",
                        Stream.concat(
                                        Stream.of(
                                                "--web.listen-address=" + address.http(),
                                                "--cluster.listen-address=" + address.raft(),
                                                "--admin.listen-address=" + address.admin(),
                                                "--storage.path=" + run.folder("data"),
                                                "--web.public-health"),
                                        flags.stream())
                                .toList())
                .start();
        String prefix = flags.stream()
                .filter(flag -> flag.startsWith("--web.route-prefix="))
                .map(flag -> flag.substring(flag.indexOf('=') + 1))
                .findFirst()
                .orElse("");
        Waiting.until(
                "the node is ready",
                () -> Shell.run(List.of("curl", "-sf", address.httpUri() + prefix + "/-/ready"))
                        .succeeded());
        return address;
    }
}
