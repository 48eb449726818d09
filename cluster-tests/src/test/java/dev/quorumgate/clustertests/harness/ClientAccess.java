package dev.quorumgate.clustertests.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a client program gets to a node.
 *
 * @param url without a slash at the end
 * @param environment variables for the program: whom to trust, in the words of each runtime, and {@code CREDENTIALS}, {@code
 *     USER:PASSWORD}, which the programs in {@code src/test/clients} give to their libraries
 */
public record ClientAccess(String url, Map<String, String> environment) {
    private static final String STORE_PASSWORD = "changeit";

    public static ClientAccess plain(String url) {
        return new ClientAccess(url, Map.of());
    }

    /**
     * With TLS and a password.
     *
     * @param authority a file with the certificate to trust, beside which a trust store for Java is written
     */
    public static ClientAccess secured(String url, Path authority, String credentials)
            throws IOException, InterruptedException {
        return new ClientAccess(
                url,
                Map.of(
                        "CREDENTIALS", credentials,
                        "CURL_CA_BUNDLE", authority.toString(), // curl
                        "SSL_CERT_FILE", authority.toString(), // Python, Go
                        "NODE_EXTRA_CA_CERTS", authority.toString(),
                        "JDK_JAVA_OPTIONS",
                                "-Djavax.net.ssl.trustStore=" + trustStore(authority)
                                        + " -Djavax.net.ssl.trustStorePassword=" + STORE_PASSWORD));
    }

    private static Path trustStore(Path authority) throws IOException, InterruptedException {
        Path store = authority.resolveSibling("trust.p12");
        if (!store.toFile().exists()) {
            Shell.require(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-importcert",
                    "-noprompt",
                    "-alias",
                    "authority",
                    "-file",
                    authority.toString(),
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    STORE_PASSWORD));
        }
        return store;
    }
}
