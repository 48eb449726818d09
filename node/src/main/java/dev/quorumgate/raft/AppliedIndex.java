package dev.quorumgate.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/**
 * The highest log index that this node's view includes, and those who wait for it to get further. Written by Ratis's apply
 * thread alone; any thread may ask and wait.
 */
final class AppliedIndex {
    private record Waiter(long index, CompletableFuture<Void> reached) {}

    private final PriorityQueue<Waiter> waiters = new PriorityQueue<>((a, b) -> Long.compare(a.index, b.index));

    private volatile long index = -1;

    long get() {
        return index;
    }

    /**
     * Completes once the view includes {@code wanted}; on the apply thread, so dependents must hop to their own. Cancel it
     * when nobody waits any more.
     */
    CompletableFuture<Void> reached(long wanted) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        synchronized (waiters) {
            if (index < wanted) {
                waiters.removeIf(waiter -> waiter.reached.isDone());
                waiters.add(new Waiter(wanted, reached));
                return reached;
            }
        }
        reached.complete(null);
        return reached;
    }

    void advance(long newIndex) {
        List<CompletableFuture<Void>> due = new ArrayList<>();
        synchronized (waiters) {
            index = newIndex;
            for (Waiter first = waiters.peek(); first != null && first.index <= newIndex; first = waiters.peek()) {
                due.add(first.reached);
                waiters.remove();
            }
        }
        due.forEach(waiter -> waiter.complete(null));
    }
}
