package dev.quorumgate.app;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node has opened, to be closed in reverse. Calls may overlap: a node may be told to stop while it still starts. */
final class StopOrder implements Closeable {
    private static final Logger logger = LoggerFactory.getLogger(StopOrder.class);

    private final Deque<Part> parts = new ArrayDeque<>();

    /** Something to be closed, and its name for the log. */
    private record Part(String name, Closeable resource) {}

    /** Has {@code resource} closed before all that was opened before it; gives it back. */
    @CanIgnoreReturnValue
    <C extends Closeable> C opened(String name, C resource) {
        synchronized (parts) {
            parts.push(new Part(name, resource));
        }
        return resource;
    }

    /** Whatever one part throws, the next one is closed. */
    @Override
    public void close() {
        synchronized (parts) {
            for (Part part = parts.poll(); part != null; part = parts.poll()) {
                try {
                    part.resource.close();
                } catch (IOException | RuntimeException e) {
                    logger.warn("could not close the {} in good order", part.name, e);
                }
            }
        }
    }
}
