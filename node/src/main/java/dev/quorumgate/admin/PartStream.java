package dev.quorumgate.admin;

import com.google.protobuf.UnsafeByteOperations;
import dev.quorumgate.proto.admin.BackupPart;
import dev.quorumgate.rpc.Outbox;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/** Sends what is written as parts of a backup, and so waits where the receiver is not ready for more. */
final class PartStream extends OutputStream {
    static final int PART_BYTES = 256 << 10;

    private final Outbox<BackupPart> out;
    private byte[] part = new byte[PART_BYTES];
    private int filled;

    PartStream(Outbox<BackupPart> out) {
        this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int next = from;
        int end = from + length;
        while (next < end) {
            int taken = Math.min(end - next, PART_BYTES - filled);
            System.arraycopy(bytes, next, part, filled, taken);
            filled += taken;
            next += taken;
            if (filled == PART_BYTES) {
                flush();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        if (filled == 0) {
            return;
        }
        try {
            out.send(BackupPart.newBuilder()
                    .setBytes(UnsafeByteOperations.unsafeWrap(part, 0, filled))
                    .build());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("this node is stopping");
        }
        part = new byte[PART_BYTES];
        filled = 0;
    }
}
