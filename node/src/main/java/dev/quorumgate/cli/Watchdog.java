package dev.quorumgate.cli;

import java.io.PrintWriter;
import java.time.Duration;

/** Ends the process when everything else has failed to keep the time: a verb never hangs. */
final class Watchdog {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Thread thread;

    private Watchdog(Thread thread) {
        this.thread = thread;
    }

    /** Watches until it is stopped. */
    static Watchdog after(Duration patience, PrintWriter err) {
        Thread thread = new Thread(
                () -> {
                    try {
                        Thread.sleep(patience.plus(GRACE).toMillis());
                        err.println("quorumgate: no end after " + patience.toSeconds()
                                + " s; nobody knows whether it was done");
                        err.flush();
                        Runtime.getRuntime().halt(ExitCode.UNKNOWN.number());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // all is well
                    }
                },
                "watchdog");
        thread.setDaemon(true);
        thread.start();
        return new Watchdog(thread);
    }

    void stop() {
        thread.interrupt();
    }
}
