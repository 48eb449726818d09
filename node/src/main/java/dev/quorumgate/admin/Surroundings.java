package dev.quorumgate.admin;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What a node knows of the machine that it runs on, at a moment.
 *
 * @param fileLimit how many files it may have open; 0 if the system does not tell
 * @param storageKind kind of file system, such as ext4 or tmpfs; empty if the system does not tell
 */
public record Surroundings(
        long fileLimit,
        long filesOpen,
        String javaVersion,
        Path storage,
        String storageKind,
        List<Certificate> certificates) {
    public Surroundings {
        certificates = List.copyOf(certificates);
    }

    /**
     * A certificate that it shows to others.
     *
     * @param use for whom
     * @param end of its validity
     */
    public record Certificate(String use, String file, String subject, Instant end) {}
}
