package dev.quorumgate.app;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways in which a node is told to stop, SIGTERM, Ctrl-C and HTTP: all lead to one stop in good order and exit code 0. */
final class Termination {
    private static final Logger logger = LoggerFactory.getLogger(Termination.class);

    private final AtomicBoolean isAsked = new AtomicBoolean();

    /** Has {@code node} stopped before the process ends, in whatever way it is told to. */
    void stops(NodeAssembly node) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "stop"));
    }

    /** Stops the process soon; whoever asks need not wait, and may ask again. */
    void ask() {
        if (isAsked.compareAndSet(false, true)) {
            Thread exit = new Thread(() -> System.exit(ExitCode.STOPPED.number()), "quit");
            exit.setDaemon(true);
            exit.start();
        }
    }

    private void stop(NodeAssembly node) {
        if (isAsked.get()) {
            logger.warn("received termination request via web service, exiting gracefully...");
        } else {
            logger.info("received SIGINT/SIGTERM; exiting gracefully...");
        }
        node.close();
        // With 0 as the original does, where the JVM would say which signal it was.
        Runtime.getRuntime().halt(ExitCode.STOPPED.number());
    }
}
