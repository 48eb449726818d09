package dev.quorumgate.clustertests.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Programs of others that tests use; a test that needs one which cannot be had is skipped and says so. */
public final class ClientTools {
    private static final Path CLIENTS = Build.root().resolve("cluster-tests/src/test/clients");

    private ClientTools() {}

    /**
     * Runs the Python program that pushes, with {@code prometheus_client}.
     *
     * @param version {@code python} for the one of this Debian, {@code python-new} for the newest
     */
    public static Shell.Result python(String version, ClientAccess access, String action)
            throws IOException, InterruptedException {
        String library = fetch(version);
        return Shell.run(
                List.of("python3", CLIENTS.resolve("python/push.py").toString(), access.url(), action),
                environment(access, Map.of("PYTHONPATH", library, "PYTHONDONTWRITEBYTECODE", "1")),
                "");
    }

    /** Reads OpenMetrics with the parser of {@code prometheus_client}, which refuses what is not valid. */
    public static Shell.Result readOpenMetrics(String text) throws IOException, InterruptedException {
        String library = fetch("python");
        return Shell.run(
                List.of("python3", CLIENTS.resolve("python/openmetrics.py").toString()),
                Map.of("PYTHONPATH", library, "PYTHONDONTWRITEBYTECODE", "1"),
                text);
    }

    /** Runs the Node program that pushes, with {@code prom-client} and {@code axios}. */
    public static Shell.Result node(ClientAccess access, String action) throws IOException, InterruptedException {
        String libraries = fetch("node");
        return Shell.run(
                List.of("node", CLIENTS.resolve("node/push.js").toString(), access.url(), action),
                environment(access, Map.of("NODE_PATH", libraries)),
                "");
    }

    /** Runs the Go program that pushes, with {@code client_golang}; the first time, that is compiled. */
    public static Shell.Result go(ClientAccess access, String... arguments) throws IOException, InterruptedException {
        Path folder = Path.of(fetch("go"));
        String program = CLIENTS.resolve("go/push.go").toString();
        List<String> command = Stream.concat(
                        Stream.of(folder.resolve("go/bin/go").toString(), "run", program, access.url()),
                        Arrays.stream(arguments))
                .toList();
        Map<String, String> own = Map.of(
                "GOROOT", folder.resolve("go").toString(),
                "GOPATH", folder.resolve("gopath").toString(),
                "GOCACHE", Build.target().resolve("go").toString(),
                "GO111MODULE", "off",
                "CGO_ENABLED", "0");
        return Shell.run(command, environment(access, own), "");
    }

    /** Runs a Java program from its source, with the libraries that Maven has put into {@code target/clients/}. */
    public static Shell.Result java(String libraries, String program, ClientAccess access, String... arguments)
            throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = Stream.concat(
                        Stream.of(
                                java,
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                Build.target().resolve("clients").resolve(libraries) + "/*",
                                CLIENTS.resolve("java")
                                        .resolve(program + ".java")
                                        .toString(),
                                access.url()),
                        Arrays.stream(arguments))
                .toList();
        return Shell.run(command, access.environment(), "");
    }

    /** Runs a line of shell as people copy it, with {@code URL} set. */
    public static Shell.Result shell(ClientAccess access, String line) throws IOException, InterruptedException {
        assumeTrue(Shell.has("curl"), "skipped: the program 'curl' is missing");
        Map<String, String> own = Map.of(
                "URL", access.url(), "CURL_HOME", CLIENTS.resolve("shell").toString());
        return Shell.run(List.of("bash", "-c", "set -o pipefail\n" + line), environment(access, own), "");
    }

    /** Where a program that {@code scripts/peers} fetches is: {@code prometheus}, {@code promtool}, {@code pushgateway}. */
    public static Path peer(String name) throws IOException, InterruptedException {
        Shell.Result fetched =
                Shell.run(List.of(Build.root().resolve("scripts/peers").toString(), name));
        assumeTrue(fetched.succeeded(), "skipped: " + fetched.output().strip());
        return fetched.output()
                .lines()
                .filter(line -> line.startsWith(name + "=/"))
                .map(line -> Path.of(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no path of " + name + " in: " + fetched.output()));
    }

    /** Where a library that {@code src/test/clients/fetch} fetches is. */
    public static Path library(String name) throws IOException, InterruptedException {
        return Path.of(fetch(name));
    }

    private static String fetch(String library) throws IOException, InterruptedException {
        Shell.Result fetched = Shell.run(List.of(CLIENTS.resolve("fetch").toString(), library));
        assumeTrue(fetched.succeeded(), "skipped: " + fetched.output().strip());
        return fetched.output().lines().reduce("", (first, last) -> last);
    }

    private static Map<String, String> environment(ClientAccess access, Map<String, String> own) {
        Map<String, String> all = new HashMap<>(access.environment());
        all.putAll(own);
        return all;
    }
}
