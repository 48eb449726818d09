package dev.quorumgate.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.util.NanoTime;

/**
 * The bodies that wait for the rest of themselves, and the memory that they may take together. Where it is used up, the slowest give
 * way, if they are slow; if none is, the one that wanted more. Calls may overlap.
 */
final class IncomingBodies {
    /** A request, its streams and buffers, before a byte of its body is there. */
    private static final long EACH_BYTES = 16 << 10;

    private final long bytesMax;
    private final Pace pace;
    private final Map<IncomingBody, Taken> waiting = new LinkedHashMap<>();
    private long bytes;

    /** @param pace for a body whose memory others want */
    IncomingBodies(long bytesMax, Pace pace) {
        this.bytesMax = bytesMax;
        this.pace = pace;
    }

    /** What a body has taken, in all, and since when. */
    private record Taken(long bytes, long since) {
        Taken and(long more) {
            return new Taken(bytes + more, since);
        }

        Speed speed() {
            return new Speed(bytes, NanoTime.since(since));
        }
    }

    /**
     * Lets a body have more memory; for the first time, when it begins to wait.
     *
     * @throws RequestException if there is none, and nobody slower who could give way (503)
     */
    void grow(IncomingBody body, long more) throws RequestException {
        boolean hasRoom;
        synchronized (this) {
            Taken before = waiting.get(body);
            long added = before == null ? EACH_BYTES + more : more;
            waiting.put(body, before == null ? new Taken(added, NanoTime.now()) : before.and(added));
            bytes += added;
            hasRoom = madeRoomFor(body);
        }
        if (!hasRoom) {
            remove(body);
            throw takenByOthers();
        }
    }

    private boolean madeRoomFor(IncomingBody body) {
        // Alone, a body may take as much as it is allowed to be large: or it could never be pushed.
        while (bytes > bytesMax && waiting.size() > 1) {
            Optional<IncomingBody> slowest = slowestBut(body);
            if (slowest.isEmpty()) {
                return false;
            }
            remove(slowest.get());
            slowest.get().giveUp(takenByOthers());
        }
        return true;
    }

    private Optional<IncomingBody> slowestBut(IncomingBody body) {
        IncomingBody slowest = null;
        Speed lowest = null;
        for (Map.Entry<IncomingBody, Taken> each : waiting.entrySet()) {
            Speed speed = each.getValue().speed();
            if (each.getKey() != body && !speed.keeps(pace) && (lowest == null || speed.compareTo(lowest) < 0)) {
                slowest = each.getKey();
                lowest = speed;
            }
        }
        return Optional.ofNullable(slowest);
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
        Taken own = waiting.remove(body);
        if (own != null) {
            bytes -= own.bytes;
        }
    }
}
