package dev.quorumgate.groups;

import java.util.List;

/**
 * One log entry as the state machine sees it.
 *
 * @param index its index in the log
 * @param proposedAtNanos when the leader appended it, Unix nanoseconds by the leader's clock
 * @param commands applied in this order, as a whole
 */
public record Batch(long index, long proposedAtNanos, List<Command> commands) {
    public Batch {
        commands = List.copyOf(commands);
    }
}
