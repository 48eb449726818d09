package dev.quorumgate.exposition;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a compressed body, as many at a time as fit in a small buffer. They count against the limit too: a stream can
 * go on for ever without holding any data. One thread.
 */
final class CompressedInput {
    private static final int BUFFER_SIZE = 8192;

    private final InputStream in;
    private final int bytesMax;
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private long bytesRead;
    private int position;
    private int end;

    CompressedInput(InputStream in, int bytesMax) {
        this.in = in;
        this.bytesMax = bytesMax;
    }

    /** Whether the body has ended; waits for the next byte to find out. */
    boolean atEnd() throws IOException, BodyTooLargeException {
        if (position < end) {
            return false;
        }
        int read = in.read(buffer, 0, BUFFER_SIZE);
        position = 0;
        end = Math.max(read, 0);
        bytesRead += end;
        if (bytesRead > bytesMax) {
            throw new BodyTooLargeException(bytesMax);
        }
        return read <= 0;
    }

    /** Reads one byte; only when not {@link #atEnd}. */
    int next() {
        return buffer[position++] & 0xFF;
    }

    /** The buffer, of which the bytes from {@link #position} on, {@link #available} many, are not read yet. */
    byte[] buffer() {
        return buffer;
    }

    int position() {
        return position;
    }

    int available() {
        return end - position;
    }

    /** Marks bytes of the buffer as read. */
    void consume(int bytes) {
        position += bytes;
    }

    /** Fills an array up to a length; false if the body ended before. */
    boolean readFully(byte[] into, int length) throws IOException, BodyTooLargeException {
        int filled = 0;
        while (filled < length) {
            if (atEnd()) {
                return false;
            }
            int part = Math.min(length - filled, available());
            System.arraycopy(buffer, position, into, filled, part);
            consume(part);
            filled += part;
        }
        return true;
    }
}
