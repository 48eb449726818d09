package dev.quorumgate.backup;

import dev.quorumgate.proto.backup.End;
import dev.quorumgate.proto.backup.Frame;
import dev.quorumgate.proto.backup.Header;
import dev.quorumgate.proto.backup.Records;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Reads a backup file, front to back, with no more than a frame in memory. Whatever is not as it was written is an error, at
 * the latest at the end: what was read before that may be damaged. Used by one thread.
 */
public final class BackupReader implements Closeable {
    private final FrameReader frames;
    private final BackupManifest manifest;
    private List<Records.Record> run = List.of();
    private int next;
    private long records;
    private Optional<String> sha256 = Optional.empty();

    private BackupReader(FrameReader frames, BackupManifest manifest) {
        this.frames = frames;
        this.manifest = manifest;
    }

    /**
     * Reads the head of a file; closing the reader closes {@code in}.
     *
     * @throws DamagedBackupException if it is not one of a backup, or of a newer format
     */
    public static BackupReader open(InputStream in) throws IOException {
        FrameReader frames = new FrameReader(new BufferedInputStream(in, BackupFormat.FRAME_BYTES));
        try {
            frames.readMagic();
            Frame first = frames.next();
            if (!first.hasHeader()) {
                throw frames.damaged("is not the one that says what the backup is of");
            }
            Header header = first.getHeader();
            if (header.getFormatVersion() > BackupFormat.VERSION) {
                throw new DamagedBackupException("the backup has format " + header.getFormatVersion()
                        + ", this program reads up to " + BackupFormat.VERSION + "; use the version that wrote it, "
                        + header.getVersion() + ", or a later one");
            }
            return new BackupReader(frames, BackupManifest.of(header));
        } catch (IOException | RuntimeException e) {
            frames.close();
            throw e;
        }
    }

    public BackupManifest manifest() {
        return manifest;
    }

    /**
     * Goes on to the next record.
     *
     * @return false at the end, when the whole file was found to be intact
     * @throws DamagedBackupException if it is not
     */
    public boolean next() throws IOException {
        next++;
        while (next > run.size()) {
            if (sha256.isPresent()) {
                return false;
            }
            readFrame();
        }
        records++;
        return true;
    }

    /** Of the record that it stands at. */
    public byte[] key() {
        return run.get(next - 1).getKey().toByteArray();
    }

    /** Of the record that it stands at. */
    public byte[] value() {
        return run.get(next - 1).getValue().toByteArray();
    }

    /**
     * SHA-256 of all but the last frame, in hexadecimal digits: names the content of the file.
     *
     * @throws IllegalStateException before the end
     */
    public String sha256() {
        return sha256.orElseThrow(() -> new IllegalStateException("the backup has not been read to its end"));
    }

    /** Bytes read so far. */
    public long bytes() {
        return frames.position();
    }

    @Override
    public void close() throws IOException {
        frames.close();
    }

    private void readFrame() throws IOException {
        byte[] digest = frames.digest();
        Frame frame = frames.next();
        switch (frame.getPartCase()) {
            case RECORDS -> {
                run = frame.getRecords().getRecordsList();
                next = 1;
            }
            case END -> {
                checkEnd(frame.getEnd(), digest);
                run = List.of();
                next = 1;
            }
            case HEADER, PART_NOT_SET -> throw frames.damaged("is of a kind that does not belong there");
        }
    }

    private void checkEnd(End end, byte[] digest) throws IOException {
        if (end.getRecords() != records) {
            throw frames.damaged(
                    "says that there are " + end.getRecords() + " records before it, found were " + records);
        }
        if (!Arrays.equals(end.getSha256().toByteArray(), digest)) {
            throw frames.damaged("has another SHA-256 than what comes before it");
        }
        frames.requireEnd();
        sha256 = Optional.of(HexFormat.of().formatHex(digest));
    }
}
