package dev.quorumgate.concurrent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ends of chains of futures. */
public final class Futures {
    private static final Logger logger = LoggerFactory.getLogger(Futures.class);

    private Futures() {}

    /** Calls {@code action} with the result or the failure; what it throws is logged, as nobody else would see it. */
    @SuppressWarnings("FutureReturnValueIgnored") // nothing comes after it
    public static <T> void whenDone(
            CompletableFuture<T> future, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        future.whenComplete((result, failure) -> {
            try {
                action.accept(result, failure);
            } catch (RuntimeException | Error e) {
                logger.error("what follows a future failed", e);
            }
        });
    }

    /** What a future failed with, without what futures wrap around it. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
