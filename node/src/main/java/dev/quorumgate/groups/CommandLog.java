package dev.quorumgate.groups;

import java.util.concurrent.CompletableFuture;

/** Where commands go to be replicated. Calls may overlap. */
public interface CommandLog {
    /**
     * Appends a command and waits until it is on disk on a majority and applied here or on the leader.
     *
     * @return the outcome; or {@link NotAppendedException} when the command certainly had no effect and may be sent again,
     *     or {@link StoreFullException} when the same is true for as long as disks are full, or {@link OutcomeUnknownException} when it may still take effect, or {@link TooLargeException}, or {@link
     *     UnreadableCommandException}. May be completed by any thread: whoever goes on with slow work must hop to a thread of its own.
     */
    CompletableFuture<Outcome> append(Command command);
}
