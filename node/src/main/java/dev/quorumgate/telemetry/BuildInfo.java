package dev.quorumgate.telemetry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;

/**
 * What this program was built from and runs on.
 *
 * @param version of Quorumgate
 * @param branch it was built from, or {@code unknown}
 * @param revision the commit it was built from, or {@code unknown}
 */
public record BuildInfo(String version, String branch, String revision) {
    /** For what the build does not write down: by whom and when, so that two builds of one commit are the same. */
    public static final String UNKNOWN = "unknown";

    /** A version, built from who knows what. */
    public BuildInfo(String version) {
        this(version, UNKNOWN, UNKNOWN);
    }

    /** Reads what the build wrote into the jar. */
    public static BuildInfo load() {
        try (InputStream in = BuildInfo.class.getResourceAsStream("/quorumgate-build.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return new BuildInfo(
                    properties.getProperty("version", UNKNOWN),
                    properties.getProperty("branch", UNKNOWN),
                    properties.getProperty("revision", UNKNOWN));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what this program was built from", e);
        }
    }

    /** What {@code --version} says, in the shape of the original: a line, and what it was built from and runs on. */
    public String text() {
        return """
                quorumgate, version %s (branch: %s, revision: %s)
                  build user:       %s
                  build date:       %s
                  java version:     %s
                  platform:         %s/%s
                  tags:             %s
                """.formatted(
                version, branch, revision, UNKNOWN, UNKNOWN, javaVersion(), operatingSystem(), architecture(), UNKNOWN);
    }

    /** {@code java17.0.15}. */
    public String javaVersion() {
        return "java"
                + Runtime.version().version().stream()
                        .map(String::valueOf)
                        .reduce((a, b) -> a + "." + b)
                        .orElse("");
    }

    /** In Go's words, which people have in their queries: {@code linux}. */
    public String operatingSystem() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).replace(" ", "");
    }

    /** In Go's words: {@code amd64}, {@code arm64}. */
    public String architecture() {
        String name = System.getProperty("os.arch");
        return name.equals("aarch64") ? "arm64" : name;
    }
}
