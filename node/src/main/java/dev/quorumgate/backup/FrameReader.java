package dev.quorumgate.backup;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.quorumgate.proto.backup.Frame;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/** The frames of a backup file, one after the other, each as it was written or not at all. */
final class FrameReader implements Closeable {
    private final InputStream in;
    private final MessageDigest digest = BackupFormat.sha256();
    private long position;
    private long frameStart;

    FrameReader(InputStream in) {
        this.in = in;
    }

    /** Bytes read. */
    long position() {
        return position;
    }

    void readMagic() throws IOException {
        byte[] magic = BackupFormat.magic();
        byte[] read = in.readNBytes(magic.length);
        if (!Arrays.equals(read, magic)) {
            throw new DamagedBackupException("this is not a backup of Quorumgate: it does not begin as one");
        }
        advance(read);
    }

    /** SHA-256 of all that was read. */
    byte[] digest() {
        try {
            return ((MessageDigest) digest.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of this Java cannot be copied", e);
        }
    }

    Frame next() throws IOException {
        frameStart = position;
        ByteBuffer head = ByteBuffer.wrap(read(BackupFormat.FRAME_HEAD_BYTES));
        int length = head.getInt();
        int checksum = head.getInt();
        if (length <= 0 || length > BackupFormat.FRAME_BYTES_MAX) {
            throw damaged("says that it has " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] message = read(length);
        if (BackupFormat.checksum(message) != checksum) {
            throw damaged("has another checksum than was written");
        }
        try {
            return Frame.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw damaged("cannot be read: " + e.getMessage());
        }
    }

    void requireEnd() throws IOException {
        if (in.read() >= 0) {
            throw new DamagedBackupException(
                    "the backup is damaged: there are more bytes behind its end, at byte " + position);
        }
    }

    /** What is wrong with the frame that was read last. */
    DamagedBackupException damaged(String how) {
        return new DamagedBackupException("the backup is damaged: the frame at byte " + frameStart + " " + how
                + "; use another copy of the file");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Grows with what is there, so that a damaged length costs no more memory than the rest of the file has bytes. */
    private byte[] read(int length) throws IOException {
        byte[] bytes;
        try {
            bytes = in.readNBytes(length);
        } catch (OutOfMemoryError e) {
            throw damaged("says that it has " + length + " bytes, for which there is no memory");
        }
        advance(bytes);
        if (bytes.length < length) {
            throw new DamagedBackupException("the backup is damaged: it ends at byte " + position
                    + (position == frameStart
                            ? ", without the frame that says so"
                            : ", within the frame at byte " + frameStart)
                    + "; it was cut off while it was written or copied");
        }
        return bytes;
    }

    private void advance(byte[] bytes) {
        digest.update(bytes);
        position += bytes.length;
    }
}
