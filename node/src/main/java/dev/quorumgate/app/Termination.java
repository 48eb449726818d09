package dev.quorumgate.app;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways in which a node is told to stop, SIGTERM, Ctrl-C, HTTP and a full disk: all lead to one stop in good order. */
final class Termination {
    private static final Logger logger = LoggerFactory.getLogger(Termination.class);

    private final AtomicReference<@Nullable ExitCode> asked = new AtomicReference<>();

    /** Has {@code node} stopped before the process ends, in whatever way it is told to. */
    void stops(NodeAssembly node) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "stop"));
    }

    /** Stops the process soon; whoever asks need not wait, and may ask again. */
    void ask() {
        ask(ExitCode.STOPPED);
    }

    /** As {@link #ask()}, with another exit code: whoever asks has said why. */
    void ask(ExitCode code) {
        if (asked.compareAndSet(null, code)) {
            Thread exit = new Thread(() -> System.exit(code.number()), "quit");
            exit.setDaemon(true);
            exit.start();
        }
    }

    private void stop(NodeAssembly node) {
        ExitCode code = asked.get();
        if (code == null) {
            logger.info("received SIGINT/SIGTERM; exiting gracefully...");
        } else if (code == ExitCode.STOPPED) {
            logger.warn("received termination request via web service, exiting gracefully...");
        }
        if (code == ExitCode.NO_SPACE) {
            node.closeAtOnce();
        } else {
            node.close();
        }
        // After a signal with 0 as the original does, where the JVM would say which signal it was.
        Runtime.getRuntime().halt((code == null ? ExitCode.STOPPED : code).number());
    }
}
