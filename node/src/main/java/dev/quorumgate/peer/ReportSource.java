package dev.quorumgate.peer;

import dev.quorumgate.cluster.NodeReport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What a node says of itself to those who ask. Calls may overlap. */
@FunctionalInterface
public interface ReportSource {
    /** The report, once a log index is applied or the patience is over; completes on any thread. */
    CompletableFuture<NodeReport> at(long appliedIndex, Duration patience);
}
