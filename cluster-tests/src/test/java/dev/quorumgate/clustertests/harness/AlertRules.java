package dev.quorumgate.clustertests.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of {@code docker/monitoring/alerts.yml}, for a real Prometheus. Immutable. */
public final class AlertRules {
    private static final Path SHIPPED = Build.root().resolve("docker/monitoring/alerts.yml");

    /** A time that a rule waits ({@code for}) or looks back; not the ages that it compares with, which are in seconds. */
    private static final Pattern DURATION = Pattern.compile("(\\bfor: |\\[|\\boffset )(\\d+)([smhd])\\b");

    private final String text;

    private AlertRules(String text) {
        this.text = text;
    }

    public static AlertRules shipped() throws IOException {
        return new AlertRules(Files.readString(SHIPPED));
    }

    /** The same for one who lives faster: what they wait for and look back at is shorter, ages that they name are not. */
    public AlertRules fasterBy(int factor) {
        return new AlertRules(DURATION.matcher(text)
                .replaceAll(each -> Matcher.quoteReplacement(
                        each.group(1) + millis(each.group(2), each.group(3)) / factor + "ms")));
    }

    /** With a text in it exchanged, which must be there. */
    public AlertRules with(String shipped, String other) {
        if (!text.contains(shipped)) {
            throw new IllegalArgumentException("no '" + shipped + "' in " + SHIPPED);
        }
        return new AlertRules(text.replace(shipped, other));
    }

    String text() {
        return text;
    }

    private static long millis(String number, String unit) {
        long count = Long.parseLong(number);
        return switch (unit) {
            case "s" -> Duration.ofSeconds(count).toMillis();
            case "m" -> Duration.ofMinutes(count).toMillis();
            case "h" -> Duration.ofHours(count).toMillis();
            default -> Duration.ofDays(count).toMillis();
        };
    }
}
