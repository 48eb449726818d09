package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Certificates and keys as operators have them, made by {@code openssl} once for each run of the tests: {@code rsa}, {@code
 * pkcs1}, {@code ec}, {@code sec1} and {@code ed} of a server, and {@code good}, {@code expired}, {@code strange} (of another
 * authority) of a client; each as {@code NAME.pem} and {@code NAME.key}. {@code ca.pem} is the authority of all others.
 */
final class TestCertificates {
    private static final String SCRIPT = """
            set -e
            authority() {
              openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $1.key -out $1.pem -subj /CN=$1 -days 3650
            }
            signed() { # NAME AUTHORITY DAYS NAMES
              openssl req -new -key $1.key -subj /CN=$1 -addext subjectAltName=$4 -out $1.csr
              openssl x509 -req -in $1.csr -CA $2.pem -CAkey $2.key -CAcreateserial -days $3 -copy_extensions copy -out $1.pem
            }
            authority ca
            authority another
            openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key
            openssl rsa -in rsa.key -traditional -out pkcs1.key
            openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.key
            openssl ecparam -name secp384r1 -genkey -out sec1.key
            openssl genpkey -algorithm ED25519 -out ed.key
            for name in good expired strange; do cp ec.key $name.key; done
            for name in rsa pkcs1 ec sec1 ed; do signed $name ca 3650 DNS:localhost,IP:127.0.0.1; done
            signed good ca 3650 DNS:batch.example,IP:::1,email:ops@example.org,URI:spiffe://example/batch
            signed expired ca -1 DNS:batch.example
            signed strange another 3650 DNS:batch.example
            openssl pkey -in ec.key -aes256 -passout pass:secret -out encrypted.key
            openssl rsa -in rsa.key -aes256 -passout pass:secret -traditional -out encrypted1.key
            """;

    private static final Path FOLDER = made();

    private TestCertificates() {}

    static Path certificate(String name) {
        return FOLDER.resolve(name + ".pem");
    }

    static Path key(String name) {
        return FOLDER.resolve(name + ".key");
    }

    /** The lines of {@code tls_server_config} that name a certificate and its key. */
    static String server(String name) {
        return "tls_server_config:\n  cert_file: " + certificate(name) + "\n  key_file: " + key(name) + "\n";
    }

    private static Path made() {
        try {
            Path folder = Files.createTempDirectory("certificates");
            folder.toFile().deleteOnExit();
            Process process = new ProcessBuilder(List.of("bash", "-c", SCRIPT))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
