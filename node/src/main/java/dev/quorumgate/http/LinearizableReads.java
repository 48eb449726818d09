package dev.quorumgate.http;

import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.GroupsReader;
import dev.quorumgate.groups.ReadUnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Views for the query API: each shows every write acknowledged before the request, or the answer is 503. */
final class LinearizableReads {
    private final GroupsReader reader;
    private final SendingSlots slots;

    LinearizableReads(GroupsReader reader, SendingSlots slots) {
        this.reader = reader;
        this.slots = slots;
    }

    /** Answers from a view. */
    interface Use {
        /** Writes it to {@code out}, by {@link JsonAnswer#stream}. */
        void of(Groups groups, OutputStream out) throws RequestException, IOException;
    }

    /** Answers from a view, by a thread of the pool; fails with {@link RequestException} where there is none, or no room. */
    CompletableFuture<Void> answer(Exchange exchange, Use use) {
        return reader.linearizable()
                .handleAsync(
                        (groups, failure) -> {
                            try {
                                if (failure != null) {
                                    throw unavailable(failure);
                                }
                                withSlot(exchange, groups, use);
                            } catch (RequestException | IOException e) {
                                throw new CompletionException(e);
                            }
                            return null;
                        },
                        exchange.pool());
    }

    /** Looks at the view as this node has it, which may be behind, by the thread of the caller. */
    void look(Exchange exchange, Use use) throws RequestException, IOException {
        withSlot(exchange, reader.latest(), use);
    }

    private void withSlot(Exchange exchange, Groups groups, Use use) throws RequestException, IOException {
        try (SendingSlots.Slot slot = slots.take(exchange)) {
            use.of(groups, slot.out());
        }
    }

    private static RequestException unavailable(Throwable failure) {
        Throwable cause = Futures.cause(failure);
        if (cause instanceof ReadUnavailableException) {
            return new RequestException(503, String.valueOf(cause.getMessage()));
        }
        throw new IllegalStateException("a read failed in a way that it must not", cause);
    }
}
