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
 */
public record BuildInfo(String version) {
    /** Reads what the build wrote into the jar. */
    public static BuildInfo load() {
        try (InputStream in = BuildInfo.class.getResourceAsStream("/quorumgate-build.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return new BuildInfo(properties.getProperty("version", "unknown"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what this program was built from", e);
        }
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
