package dev.quorumgate.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** PEM files for mutual TLS: what to show to others, and whose signature others must show. */
public record PemFiles(Path certificate, Path key, Path authorities) {
    interface Reading<T> {
        T read(String pem) throws InvalidPemException;
    }

    /** What tells whether one of them is another than before. */
    List<String> fingerprint() {
        return List.of(
                SmallFile.fingerprint(certificate), SmallFile.fingerprint(key), SmallFile.fingerprint(authorities));
    }

    /** @throws IOException if they cannot be read, or are no pair */
    static Credentials credentials(Path certificate, Path key) throws IOException {
        try {
            return Credentials.of(read(certificate, Pem::certificates), read(key, Pem::privateKey));
        } catch (InvalidPemException e) {
            throw new IOException("file '" + key + "': " + e.getMessage(), e);
        }
    }

    static <T> T read(Path file, Reading<T> reading) throws IOException {
        try {
            return reading.read(SmallFile.text(file));
        } catch (InvalidPemException e) {
            throw new IOException("file '" + file + "' " + e.getMessage(), e);
        }
    }
}
