package dev.quorumgate.webconfig;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.quorumgate.tls.InvalidPemException;
import dev.quorumgate.tls.Pem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Goal: no file makes the readers end in anything but findings, or take long. Method: what is found interesting is kept beside
 * this class in the resources and tried in each run of the tests; {@code JAZZER_FUZZ=1} looks for more.
 */
class WebConfigFuzzTest {
    private static final Path FILE = Path.of("/etc/web.yml");

    @FuzzTest(maxDuration = "4m")
    void readsAnyText(byte[] bytes) {
        Findings findings = new Findings();
        WebConfig config = WebConfigReader.read(new String(bytes, StandardCharsets.UTF_8), FILE, findings);
        if (!findings.hasProblems()
                && config.tls().isPresent()
                && config.tls().get().protocols().isEmpty()) {
            throw new IllegalStateException("TLS without a version");
        }
        for (String problem : findings.problems()) {
            if (!problem.startsWith(FILE + ":") || problem.contains("\n") || problem.length() > 1000) {
                throw new IllegalStateException("no single line with a place: " + problem);
            }
        }
    }

    @FuzzTest(maxDuration = "2m")
    void readsAnyPem(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            Pem.certificates(text);
        } catch (InvalidPemException e) {
            requireOneLine(e);
        }
        try {
            Pem.privateKey(text);
        } catch (InvalidPemException e) {
            requireOneLine(e);
        }
    }

    private static void requireOneLine(InvalidPemException e) {
        if (String.valueOf(e.getMessage()).contains("\n")) {
            throw new IllegalStateException("more than one line", e);
        }
    }
}
