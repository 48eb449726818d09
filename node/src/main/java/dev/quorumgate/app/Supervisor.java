package dev.quorumgate.app;

import dev.quorumgate.raft.NodeFaults;
import dev.quorumgate.telemetry.Readiness;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when its Raft part has ended: what is left would look alive and serve old data. First it waits a moment,
 * since Ratis may tell the better reason second.
 */
final class Supervisor implements NodeFaults {
    private static final Logger logger = LoggerFactory.getLogger(Supervisor.class);

    private static final long GRACE_MILLIS = 300;

    private static final long CLOSING_MILLIS = 3000;

    private final Readiness readiness = new Readiness();
    private final AtomicReference<@Nullable Fault> worst = new AtomicReference<>();

    /** What is done before the process ends, whatever has failed; empty before there is anything to do. */
    private volatile Runnable lastAct = () -> {};

    Readiness readiness() {
        return readiness;
    }

    /** Has {@code closeStore} called before the process ends: it must not end while native code is at work. */
    void closeAtEnd(Runnable closeStore) {
        lastAct = closeStore;
    }

    @Override
    public void report(Fault fault, String detail) {
        readiness.unhealthy(detail);
        boolean isFirst = worst.compareAndSet(null, fault);
        // All other faults say more than that Raft has stopped.
        worst.updateAndGet(known -> known == Fault.RAFT_STOPPED ? fault : known);
        if (isFirst || fault != Fault.RAFT_STOPPED) {
            logger.error("this node stops: {}", detail);
        }
        if (isFirst) {
            Thread end = new Thread(this::end, "supervisor");
            end.setDaemon(true);
            end.start();
        }
    }

    private void end() {
        try {
            TimeUnit.MILLISECONDS.sleep(GRACE_MILLIS);
            // The JVM ends by way of the C library, which takes RocksDB's locks away under its threads: that would
            // abort the
            // process, with another exit code.
            Thread closing = new Thread(lastAct, "closing");
            closing.setDaemon(true);
            closing.start();
            closing.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Not exit: the hooks would try to stop in good order what is broken.
        Fault fault = worst.get();
        Runtime.getRuntime()
                .halt(ExitCode.of(fault == null ? Fault.RAFT_STOPPED : fault).number());
    }
}
