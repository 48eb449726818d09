package dev.quorumgate.alarms;

import dev.quorumgate.cluster.Alarm;
import dev.quorumgate.cluster.ByteCount;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.concurrent.OwnerThread;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks several times a second how much room there is on the disk of the data folder, and acts while there still is some: first it has
 * the log made shorter, then it raises {@link Alarm.Kind#NOSPACE}, then it has the node stopped in good order. Not the last
 * while no pushes are stored anyway: nothing of size is written then, and one more node that stops might cost the majority.
 */
public final class DiskWatch implements Closeable {
    private static final Logger logger = LoggerFactory.getLogger(DiskWatch.class);

    private static final long LOOK_MILLIS = 250;

    private static final String REMEDY = "free some space, give it a larger disk, or set a smaller --storage.reserve";

    /**
     * Enough for the leader to hear of it and to refuse pushes, so that nobody stops who need not; a new leader takes three seconds to
     * find out who is silent.
     */
    private static final int LOOKS_AT_THE_FLOOR = 16;

    /** Before the log is made shorter: what fills a disk within a moment leaves no room for that. */
    private static final int LOOKS_WHEN_SHORT = 2;

    /** Between two attempts at that while there is little room: half a minute. */
    private static final int LOOKS_UNTIL_AGAIN = 120;

    /** Before the alarm is taken back: what frees room seldom does it at once. */
    private static final int LOOKS_WITH_ROOM = 4;

    private final Supplier<NodeReport.Disk> disk;
    private final String self;
    private final Path storage;
    private final AlarmBoard board;
    private final Owner owner;
    private final OwnerThread thread = new OwnerThread("disk-watch");

    private volatile NodeReport.Disk latest;
    private int looksShort;
    private int looksAtTheFloor;
    private int looksWithRoom;
    private boolean isStopping;

    /** Whether the latest look failed. */
    private boolean isBlind;

    /** The node whose disk it is. Called from the thread of the watch. */
    public interface Owner {
        /** Makes the log as short as it can be, soon. */
        void shortenLog();

        /** Whether pushes are stored at the moment, as far as this node knows. */
        boolean takesPushes();

        /** Stops the node in good order. */
        void stop(String reason);
    }

    DiskWatch(Supplier<NodeReport.Disk> disk, String self, Path storage, AlarmBoard board, Owner owner) {
        this.disk = disk;
        this.self = self;
        this.storage = storage;
        this.board = board;
        this.owner = owner;
        this.latest = disk.get();
    }

    /**
     * Begins to watch.
     *
     * @param self name of this node
     * @throws IOException if the room cannot be told
     */
    public static DiskWatch start(String self, Path storage, long reserveBytes, AlarmBoard board, Owner owner)
            throws IOException {
        FileStore store = Files.getFileStore(storage);
        DiskWatch watch = new DiskWatch(() -> room(store, reserveBytes), self, storage, board, owner);
        watch.look();
        watch.thread.every(LOOK_MILLIS, watch::look);
        return watch;
    }

    /**
     * Makes sure that there is room enough to start.
     *
     * @throws IOException if there is not; the message says what to do
     */
    public static void requireRoom(Path storage, long reserveBytes) throws IOException {
        NodeReport.Disk disk = room(Files.getFileStore(storage), reserveBytes);
        if (isAtTheFloor(disk)) {
            throw new IOException(tooLittle(storage, disk) + "; " + REMEDY + ", then start this node again");
        }
    }

    /** Whether there is as much room as is to be kept free. Any thread. */
    public boolean hasRoom() {
        return !hasLessThan(1, 1, disk.get());
    }

    /** As it was at the latest look. */
    public NodeReport.Disk latest() {
        return latest;
    }

    @Override
    public void close() {
        thread.close();
    }

    /** On the thread of the watch alone. */
    void look() {
        NodeReport.Disk now;
        try {
            now = disk.get();
            isBlind = false;
        } catch (UncheckedIOException e) {
            if (!isBlind) {
                logger.error("cannot tell how much room there is for '{}'", storage, e);
            }
            isBlind = true;
            return; // what uses the disk finds out for itself
        }
        latest = now;
        shortenLog(now);
        watchReserve(now);
        watchFloor(now);
    }

    private void shortenLog(NodeReport.Disk now) {
        if (hasLessThan(1, 2, now)) {
            return; // it takes some room for a moment
        }
        if (hasLessThan(2, 1, now)) {
            looksShort++;
            if (looksShort == LOOKS_WHEN_SHORT) {
                logger.atWarn()
                        .addKeyValue("free", ByteCount.text(now.freeBytes()))
                        .addKeyValue("reserve", ByteCount.text(now.reserveBytes()))
                        .log("there is little room left for '{}'; the log is kept as short as it can be", storage);
            }
            if (looksShort % LOOKS_UNTIL_AGAIN == LOOKS_WHEN_SHORT) {
                owner.shortenLog();
            }
        } else if (!hasLessThan(3, 1, now)) {
            looksShort = 0;
        }
    }

    private void watchReserve(NodeReport.Disk now) {
        if (hasLessThan(1, 1, now)) {
            looksWithRoom = 0;
            board.raise(
                    Alarm.Kind.NOSPACE,
                    self,
                    tooLittle(storage, now) + "; " + REMEDY + ". Pushes are refused while too few members have room");
        } else if (hasLessThan(3, 2, now)) {
            looksWithRoom = 0; // or an alarm would come and go all the time
        } else if (++looksWithRoom >= LOOKS_WITH_ROOM) {
            board.clear(Alarm.Kind.NOSPACE, self);
        }
    }

    private void watchFloor(NodeReport.Disk now) {
        looksAtTheFloor = isAtTheFloor(now) && owner.takesPushes() ? looksAtTheFloor + 1 : 0;
        if (looksAtTheFloor == LOOKS_AT_THE_FLOOR && !isStopping) {
            isStopping = true;
            owner.stop(tooLittle(storage, now) + "; " + REMEDY + ", then start this node again");
        }
    }

    /** Where a node that goes on writing will soon be unable to, and then could not even stop in good order. */
    private static boolean isAtTheFloor(NodeReport.Disk disk) {
        return hasLessThan(1, 4, disk);
    }

    /** Whether less than {@code parts / of} of the reserve is free. */
    private static boolean hasLessThan(int parts, int of, NodeReport.Disk disk) {
        return disk.freeBytes() * of < disk.reserveBytes() * parts;
    }

    private static NodeReport.Disk room(FileStore store, long reserveBytes) {
        try {
            return new NodeReport.Disk(store.getUsableSpace(), store.getTotalSpace(), reserveBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tooLittle(Path storage, NodeReport.Disk disk) {
        return ByteCount.text(disk.freeBytes()) + " are free on the disk of '" + storage + "', "
                + ByteCount.text(disk.reserveBytes()) + " are to be kept free (--storage.reserve)";
    }
}
