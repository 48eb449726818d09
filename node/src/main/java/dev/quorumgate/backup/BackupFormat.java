package dev.quorumgate.backup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/** What writer and reader of a backup file agree on; {@code backup.proto} describes the whole. */
final class BackupFormat {
    static final int VERSION = 1;

    /** A run of records is written when it is as large as this. */
    static final int FRAME_BYTES = 256 << 10;

    /** The largest frame that is read; one holds a record at least, which may be as large as the largest push. */
    static final int FRAME_BYTES_MAX = 1 << 30;

    /** Length and checksum. */
    static final int FRAME_HEAD_BYTES = 2 * Integer.BYTES;

    private BackupFormat() {}

    static byte[] magic() {
        return "QGBACKUP".getBytes(StandardCharsets.US_ASCII);
    }

    static int checksum(byte[] message) {
        CRC32C crc = new CRC32C();
        crc.update(message);
        return (int) crc.getValue();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
