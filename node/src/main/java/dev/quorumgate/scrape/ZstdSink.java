package dev.quorumgate.scrape;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.quorumgate.exposition.ByteBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Puts a zstd stream together from frames, which may be strung together. Leaves bring theirs with them, what lies between is
 * collected; as with gzip.
 *
 * <p>Source: RFC 8878, 3.1.
 */
final class ZstdSink implements Sink {
    /** Bytes of a leaf from which a frame of its own pays. */
    private static final int OWN_FRAME_MIN = 1024;

    private static final int COLLECTED_MAX = 64 << 10;

    /** Fast, as with gzip: the text repeats itself so much that higher levels gain little. */
    private static final int LEVEL = 1;

    private final OutputStream out;
    private final ZstdCompressCtx compressor = new ZstdCompressCtx().setLevel(LEVEL);
    private final ByteBuilder collected = new ByteBuilder(8 << 10);

    ZstdSink(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(ByteBuilder part) throws IOException {
        collected.append(part.array(), 0, part.length());
        flushIfLarge();
    }

    @Override
    public void write(Chunk chunk) throws IOException {
        if (chunk.length() < OWN_FRAME_MIN) {
            collected.append(chunk.plain());
            flushIfLarge();
        } else {
            flush();
            out.write(chunk.frame(compressor));
        }
    }

    @Override
    public void close() throws IOException {
        try {
            flush();
        } finally {
            compressor.close();
        }
    }

    private void flushIfLarge() throws IOException {
        if (collected.length() > COLLECTED_MAX) {
            flush();
        }
    }

    private void flush() throws IOException {
        if (collected.length() > 0) {
            out.write(compressor.compress(Arrays.copyOf(collected.array(), collected.length())));
            collected.clear();
        }
    }
}
