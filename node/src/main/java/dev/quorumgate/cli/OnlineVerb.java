package dev.quorumgate.cli;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A verb that asks a cluster. */
public abstract class OnlineVerb extends Verb {
    @Option(
            names = "--endpoints",
            paramLabel = "HOST:PORT,...",
            split = ",",
            defaultValue = "${env:QUORUMGATE_ENDPOINTS:-127.0.0.1:9192}",
            description = "Admin ports of nodes; the first one that can be reached is asked."
                    + " Default: QUORUMGATE_ENDPOINTS, or 127.0.0.1:9192.",
            order = 90)
    private List<String> endpoints = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "${env:QUORUMGATE_TIMEOUT:-5s}",
            converter = DurationConverter.class,
            description = "How long to wait at most. Default: QUORUMGATE_TIMEOUT, or 5s.",
            order = 91)
    private Duration timeout = Duration.ZERO;

    @Mixin
    private TlsFlags tls = new TlsFlags();

    @Option(
            names = {"-v", "--verbose"},
            description = "Say who answered, and how long it took.",
            order = 96)
    private boolean isVerbose;

    protected abstract ExitCode run(Endpoints endpoints) throws Exception;

    /** How long all of it may take; a verb that waits for something adds that. */
    protected Duration patience() {
        return timeout;
    }

    protected final Duration timeout() {
        return timeout;
    }

    @Override
    protected final ExitCode run() throws Exception {
        long begun = System.nanoTime();
        Watchdog watchdog = Watchdog.after(patience(), err());
        try (Endpoints connected = new Endpoints(endpoints, patience(), tls.tls())) {
            ExitCode code = run(connected);
            if (isVerbose) {
                say("answered by " + connected.answering() + " in " + (System.nanoTime() - begun) / 1_000_000 + " ms");
            }
            return code;
        } finally {
            watchdog.stop();
        }
    }
}
