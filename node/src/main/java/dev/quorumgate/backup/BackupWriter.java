package dev.quorumgate.backup;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.quorumgate.proto.backup.End;
import dev.quorumgate.proto.backup.Frame;
import dev.quorumgate.proto.backup.Records;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/** Writes a backup file, front to back, with no more than a frame in memory. Used by one thread. */
public final class BackupWriter {
    private final MessageDigest digest = BackupFormat.sha256();
    private final DataOutputStream out;
    private Records.Builder run = Records.newBuilder();
    private int runBytes;
    private long records;

    /** Writes the head of the file. */
    public BackupWriter(OutputStream out, BackupManifest manifest) throws IOException {
        this.out = new DataOutputStream(new DigestOutputStream(out, digest));
        this.out.write(BackupFormat.magic());
        write(Frame.newBuilder().setHeader(manifest.toHeader()).build());
    }

    /** Adds a record; they come in the order of their keys. */
    public void record(byte[] key, byte[] value) throws IOException {
        run.addRecords(Records.Record.newBuilder()
                .setKey(UnsafeByteOperations.unsafeWrap(key))
                .setValue(UnsafeByteOperations.unsafeWrap(value)));
        runBytes += key.length + value.length;
        records++;
        if (runBytes >= BackupFormat.FRAME_BYTES) {
            writeRun();
        }
    }

    /** Writes the end, without which the file is damaged, and flushes. */
    public void finish() throws IOException {
        if (runBytes > 0) {
            writeRun();
        }
        ByteString sha256 = UnsafeByteOperations.unsafeWrap(digest.digest());
        write(Frame.newBuilder()
                .setEnd(End.newBuilder().setRecords(records).setSha256(sha256))
                .build());
        out.flush();
    }

    private void writeRun() throws IOException {
        write(Frame.newBuilder().setRecords(run).build());
        run = Records.newBuilder();
        runBytes = 0;
    }

    private void write(Frame frame) throws IOException {
        byte[] message = frame.toByteArray();
        out.writeInt(message.length);
        out.writeInt(BackupFormat.checksum(message));
        out.write(message);
    }
}
