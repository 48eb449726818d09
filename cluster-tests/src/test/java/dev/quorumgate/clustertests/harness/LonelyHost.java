package dev.quorumgate.clustertests.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A network namespace with nothing in it but its own 127.0.0.1: all ports are free there, also the ones that our scripts
 * and flags name by default. Needs root and {@code ip} of iproute2.
 */
public final class LonelyHost {
    private final String namespace;

    private LonelyHost(String namespace) {
        this.namespace = namespace;
    }

    /** Makes one that is gone after the test; skips the test where that cannot be done. */
    public static LonelyHost create(TestRun run) throws IOException, InterruptedException {
        LonelyHost host = new LonelyHost("qg" + ProcessHandle.current().pid() + "-lonely");
        assumeTrue(Shell.has("ip"), "skipped: the program 'ip' (Debian: iproute2) is missing");
        Shell.Result made = Shell.run(List.of("ip", "netns", "add", host.namespace));
        assumeTrue(
                made.succeeded(),
                "skipped: no network namespaces can be made here, that needs root: "
                        + made.output().strip());
        run.atEnd(() -> Shell.require(List.of("ip", "netns", "del", host.namespace)));
        Shell.require(List.of("ip", "-n", host.namespace, "link", "set", "lo", "up"));
        return host;
    }

    /** What must stand before a command to make it run there. */
    public List<String> commandPrefix() {
        return List.of("ip", "netns", "exec", namespace);
    }

    /** Runs a line of shell there. */
    public Shell.Result shell(String line, Map<String, String> environment) throws IOException, InterruptedException {
        return Shell.run(
                List.of("ip", "netns", "exec", namespace, "bash", "-c", "set -o pipefail\n" + line), environment, "");
    }
}
