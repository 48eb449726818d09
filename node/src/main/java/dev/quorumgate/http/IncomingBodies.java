package dev.quorumgate.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The bodies that wait for the rest of themselves, and the memory that they may take together. Where it is used up, the one
 * that has waited for longest gives way: whoever sends slowly can take the room of others like him, and of nobody who sends a body
 * at once. Calls may overlap.
 */
final class IncomingBodies {
    /** A request, its streams and buffers, before a byte of its body is there. */
    private static final long EACH_BYTES = 16 << 10;

    private final long bytesMax;
    private final Map<IncomingBody, Long> waiting = new LinkedHashMap<>();
    private long bytes;

    IncomingBodies(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Lets a body have more memory, whatever that costs others; for the first time, when it begins to wait. */
    void grow(IncomingBody body, long more) {
        for (IncomingBody other : madeRoomFor(body, more)) {
            other.giveUp(new RequestException(
                    408,
                    "the body came more slowly than those of others, who need its memory; nothing was stored, send it"
                            + " again"));
        }
    }

    private synchronized List<IncomingBody> madeRoomFor(IncomingBody body, long more) {
        long added = waiting.containsKey(body) ? more : EACH_BYTES + more;
        waiting.merge(body, added, Long::sum);
        bytes += added;
        List<IncomingBody> giveWay = new ArrayList<>();
        // Alone, a body may take as much as it is allowed to be large: or it could never be pushed.
        Iterator<Map.Entry<IncomingBody, Long>> oldestFirst = waiting.entrySet().iterator();
        while (bytes > bytesMax && oldestFirst.hasNext()) {
            Map.Entry<IncomingBody, Long> oldest = oldestFirst.next();
            if (oldest.getKey() != body) {
                bytes -= oldest.getValue();
                giveWay.add(oldest.getKey());
                oldestFirst.remove();
            }
        }
        return giveWay;
    }

    /** How many bodies wait. */
    synchronized int count() {
        return waiting.size();
    }

    /** Forgets a body that does not wait any more. */
    synchronized void remove(IncomingBody body) {
        Long own = waiting.remove(body);
        if (own != null) {
            bytes -= own;
        }
    }
}
