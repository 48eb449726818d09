package dev.quorumgate.webconfig;

import dev.quorumgate.tls.Credentials;
import dev.quorumgate.tls.InvalidPemException;
import dev.quorumgate.tls.Pem;
import dev.quorumgate.tls.SmallFile;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What is in the files, or texts, that the configuration of TLS names.
 *
 * @param clientAuthorities whose signature a client's certificate must lead to; those of the system when empty
 */
public record TlsMaterial(Credentials credentials, List<X509Certificate> clientAuthorities) {
    public TlsMaterial {
        clientAuthorities = List.copyOf(clientAuthorities);
    }

    private interface Reading<T> {
        T read(String pem) throws InvalidPemException;
    }

    /** Reads all of it; empty if that fails, and {@code findings} then say why. */
    static Optional<TlsMaterial> load(WebConfig.Tls tls, Findings findings) {
        Optional<List<X509Certificate>> chain = read(tls.certificate(), Pem::certificates, findings);
        Optional<PrivateKey> key = read(tls.key(), Pem::privateKey, findings);
        Optional<List<X509Certificate>> authorities = tls.clientCa().isEmpty()
                ? Optional.of(List.of())
                : read(tls.clientCa().get(), Pem::certificates, findings);
        if (chain.isEmpty() || key.isEmpty() || authorities.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TlsMaterial(Credentials.of(chain.get(), key.get()), authorities.get()));
        } catch (InvalidPemException e) {
            findings.problem(tls.key().place(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static String text(PemSource source) throws IOException {
        return source.file().isPresent()
                ? SmallFile.text(source.file().get())
                : source.inline().map(Secret::text).orElse("");
    }

    private static <T> Optional<T> read(PemSource source, Reading<T> reading, Findings findings) {
        try {
            return Optional.of(reading.read(text(source)));
        } catch (InvalidPemException e) {
            findings.problem(
                    source.place(),
                    source.file().map(file -> "file '" + file + "' ").orElse("the text here ") + e.getMessage());
        } catch (IOException e) {
            findings.problem(source.place(), String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }
}
