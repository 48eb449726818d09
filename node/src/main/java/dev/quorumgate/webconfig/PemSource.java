package dev.quorumgate.webconfig;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where certificates or a key are to be found.
 *
 * @param place of the key of the configuration that says so
 * @param file empty when the PEM stands in the configuration itself
 * @param inline empty when it is in a file
 */
public record PemSource(Place place, Optional<Path> file, Optional<Secret> inline) {
    static PemSource inFile(Place place, Path file) {
        return new PemSource(place, Optional.of(file), Optional.empty());
    }

    static PemSource inline(Place place, String pem) {
        return new PemSource(place, Optional.empty(), Optional.of(new Secret(pem)));
    }
}
