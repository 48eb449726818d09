package dev.quorumgate.clustertests.harness;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waiting for a condition with a deadline that only a broken node reaches. */
public final class Waiting {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(25);

    private Waiting() {}

    /** Until it holds; {@code what} says in a failure what was waited for. An exception ends the waiting. */
    public static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(condition);
    }

    /** Until the assertions pass. */
    public static void untilAsserted(String what, ThrowingRunnable assertions) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .untilAsserted(assertions);
    }
}
