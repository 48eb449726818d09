package dev.quorumgate.scrape;

import dev.quorumgate.exposition.ByteBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;

/**
 * Puts a gzip stream together from pieces. Leaves bring their compressed form with them; what lies between them is collected
 * and compressed here, so that many small parts share their blocks.
 *
 * <p>Source: RFC 1951 (a stream is a row of blocks) and RFC 1952 (header and trailer).
 */
final class GzipSink implements Sink {
    /** Bytes of a leaf from which its own kept blocks pay. */
    private static final int OWN_BLOCKS_MIN = 1024;

    private static final int COLLECTED_MAX = 64 << 10;

    /** Fastest: the text repeats itself so much that higher levels gain little. */
    private static final int LEVEL = 1;

    private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};
    /** An empty block that says it is the last one. */
    private static final byte[] LAST_BLOCK = {3, 0};

    private final OutputStream out;
    private final Deflater deflater = new Deflater(LEVEL, true);
    private final ByteBuilder collected = new ByteBuilder(8 << 10);
    private int crc;
    private long plainLength;

    GzipSink(OutputStream out) throws IOException {
        this.out = out;
        out.write(HEADER);
    }

    @Override
    public void write(ByteBuilder part) throws IOException {
        collected.append(part.array(), 0, part.length());
        flushIfLarge();
    }

    @Override
    public void write(Chunk chunk) throws IOException {
        if (chunk.length() < OWN_BLOCKS_MIN) {
            collected.append(chunk.plain());
            flushIfLarge();
        } else {
            flush();
            write(chunk.piece(deflater));
        }
    }

    @Override
    public void close() throws IOException {
        try {
            flush();
            out.write(LAST_BLOCK);
            writeLittleEndian(crc);
            writeLittleEndian((int) plainLength);
        } finally {
            deflater.end();
        }
    }

    private void flushIfLarge() throws IOException {
        if (collected.length() > COLLECTED_MAX) {
            flush();
        }
    }

    private void flush() throws IOException {
        if (collected.length() > 0) {
            write(Piece.of(collected.array(), collected.length(), deflater));
            collected.clear();
        }
    }

    private void write(Piece piece) throws IOException {
        out.write(piece.compressed());
        crc = piece.crcAfter(crc);
        plainLength += piece.plainLength();
    }

    private void writeLittleEndian(int number) throws IOException {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.write(number >>> shift);
        }
    }
}
