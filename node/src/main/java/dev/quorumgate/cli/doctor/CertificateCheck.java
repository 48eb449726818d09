package dev.quorumgate.cli.doctor;

import dev.quorumgate.cli.output.Cell;
import java.time.Duration;
import java.time.Instant;

/** How long a certificate is valid yet. */
final class CertificateCheck {
    private static final Duration URGENT = Duration.ofDays(7);
    private static final String ADVICE = "put a new one in its place; it is taken up without a restart";

    private CertificateCheck() {}

    static void run(String where, String which, Instant end, Instant now, Duration advised, Findings findings) {
        Duration left = Duration.between(now, end);
        if (left.isNegative()) {
            findings.error("certificates", where, which + ": it ended " + Cell.words(left.negated()) + " ago", ADVICE);
        } else if (left.compareTo(URGENT) < 0) {
            findings.error("certificates", where, which + ": it ends in " + Cell.words(left), ADVICE);
        } else if (left.compareTo(advised) < 0) {
            findings.warning("certificates", where, which + ": it ends in " + Cell.words(left), ADVICE);
        } else {
            findings.ok("certificates", where, which + ": " + left.toDays() + " days to go");
        }
    }
}
