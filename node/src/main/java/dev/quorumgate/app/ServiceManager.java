package dev.quorumgate.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service manager that may have started this node: systemd, by a unit with {@code Type=notify}. It waits for a datagram on
 * a Unix socket, which Java cannot send; the program {@code systemd-notify} comes with every systemd.
 */
final class ServiceManager {
    private static final Logger logger = LoggerFactory.getLogger(ServiceManager.class);

    /** Set for those processes alone from which somebody wants to hear. */
    private static final String SOCKET = "NOTIFY_SOCKET";

    private static final long PATIENCE_SECONDS = 10;

    private ServiceManager() {}

    /** Tells it that this node serves; whoever does not listen is not told. */
    static void tellReady(String status) throws InterruptedException {
        if (System.getenv().getOrDefault(SOCKET, "").isEmpty()) {
            return;
        }
        try {
            Process notify = new ProcessBuilder(List.of("systemd-notify", "--ready", "--status=" + status))
                    .redirectErrorStream(true)
                    .start();
            if (!notify.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                notify.destroyForcibly();
                throw new IOException("systemd-notify has not ended after " + PATIENCE_SECONDS + " s");
            }
            if (notify.exitValue() != 0) {
                String words = new String(notify.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                throw new IOException("systemd-notify ended with " + notify.exitValue() + ": " + words);
            }
        } catch (IOException e) {
            logger.warn(
                    "systemd is not told that this node is ready, and may end it: {}; the unit needs Type=notify with"
                            + " NotifyAccess=all, or Type=exec",
                    e.getMessage());
        }
    }
}
