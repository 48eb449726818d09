package dev.quorumgate.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.util.NanoTime;

/**
 * The bodies that wait for the rest of themselves, and the memory that they may take together. Where it is used up, the slow ones
 * give way; if none is slow, the one that wanted more. Calls may overlap.
 */
final class IncomingBodies {
    /** A request, its streams and buffers, before a byte of its body is there. */
    private static final long EACH_BYTES = 16 << 10;

    private final long bytesMax;
    private final Pace pace;
    /** With the memory that they have taken. */
    private final Map<IncomingBody, Progress> waiting = new LinkedHashMap<>();

    private long bytes;

    /** @param pace at which a body must take memory while others want some */
    IncomingBodies(long bytesMax, Pace pace) {
        this.bytesMax = bytesMax;
        this.pace = pace;
    }

    /**
     * Lets a body wait, with the memory that it has already.
     *
     * @throws RequestException if there is no room for that (503)
     */
    synchronized void add(IncomingBody body, long own) throws RequestException {
        Progress progress = new Progress(pace, NanoTime.now());
        waiting.put(body, progress);
        take(body, progress, EACH_BYTES + own);
    }

    /**
     * Lets a body that waits have more memory.
     *
     * @throws RequestException if there is none, or the body has had to give way already (503)
     */
    synchronized void grow(IncomingBody body, long more) throws RequestException {
        Progress progress = waiting.get(body);
        if (progress == null) {
            throw takenByOthers();
        }
        take(body, progress, more);
    }

    private void take(IncomingBody body, Progress progress, long more) throws RequestException {
        progress.goOn(more, NanoTime.now());
        bytes += more;
        // Alone, a body may take as much as it is allowed to be large: or it could never be pushed.
        while (bytes > bytesMax && waiting.size() > 1) {
            IncomingBody first = Progress.firstToGiveWay(waiting.entrySet(), Map.Entry::getValue, NanoTime.now())
                    .map(Map.Entry::getKey)
                    .orElse(body);
            remove(first);
            if (first == body) {
                throw takenByOthers();
            }
            first.giveUp(takenByOthers());
        }
    }

    private static RequestException takenByOthers() {
        return new RequestException(
                503, "other requests use the memory for bodies that come slowly; nothing was stored, send it again");
    }

    /** How many bodies wait. */
    synchronized int count() {
        return waiting.size();
    }

    /** Forgets a body that does not wait any more. */
    synchronized void remove(IncomingBody body) {
        Progress own = waiting.remove(body);
        if (own != null) {
            bytes -= own.bytes();
        }
    }
}
