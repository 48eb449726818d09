package dev.quorumgate.clustertests.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Certificates as operators make them, with openssl. */
public final class Certificates {
    private static final String SCRIPT = """
            set -e
            openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -subj /CN=ca -days 30
            for name in "$@"; do
              openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $name.key
              openssl req -new -key $name.key -subj /CN=$name -addext subjectAltName=IP:127.0.0.1 -out $name.csr
              openssl x509 -req -in $name.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -copy_extensions copy -out $name.crt
            done
            """;

    private Certificates() {}

    /** Makes an authority, {@code ca.crt}, and for each name {@code NAME.crt} and {@code NAME.key} of 127.0.0.1, signed by it. */
    public static void make(Path folder, String... names) throws IOException, InterruptedException {
        assumeTrue(Shell.has("openssl"), "skipped: the program 'openssl' is missing");
        String script = "cd '" + folder + "'\nset -- " + String.join(" ", names) + "\n" + SCRIPT;
        Shell.require(List.of("bash", "-c", script));
    }
}
