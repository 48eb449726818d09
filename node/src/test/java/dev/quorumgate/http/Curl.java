package dev.quorumgate.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The programs {@code curl} and {@code openssl} as clients of a {@link TestServer} with TLS. */
final class Curl {
    /** What it wrote: the body, then status and version of HTTP, if there was an answer. */
    record Result(int exitCode, String output) {}

    private Curl() {}

    static Result get(TestServer server, String path, String... options) {
        return ask(server, path, options);
    }

    /** Trusts the authority of the tests, and no other. */
    static Result ask(TestServer server, String path, String... options) {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-s",
                "--cacert",
                TestCertificates.certificate("ca").toString(),
                "-w",
                " %{http_code} %{http_version}"));
        command.addAll(Arrays.asList(options));
        command.add("https://localhost:" + server.port() + path);
        return run(command);
    }

    /** Whether a handshake works with these options of {@code openssl s_client}. */
    static boolean handshake(TestServer server, String options) {
        return client(server, options).exitCode() == 0;
    }

    /** What {@code openssl s_client} tells of a handshake with these options. */
    static String handshakeOutput(TestServer server, String options) {
        return client(server, options).output();
    }

    /** The subject of the certificate that the server shows, in what {@code openssl} tells of it. */
    static String certificate(TestServer server) {
        return client(server, "").output().replace(" = ", "=");
    }

    private static Result client(TestServer server, String options) {
        return run(List.of(
                "bash",
                "-c",
                "openssl s_client -connect localhost:" + server.port() + " -CAfile "
                        + TestCertificates.certificate("ca") + " -verify_return_error " + options + " </dev/null"));
    }

    private static Result run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
