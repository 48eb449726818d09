package dev.quorumgate.scrape;

import com.github.luben.zstd.ZstdCompressCtx;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * A part of an answer that is kept with a leaf, and its compressed forms once they were asked for. Calls may overlap: one
 * compresses, and the others wait for it.
 */
final class Chunk {
    private final int length;
    private final byte @Nullable [] kept;
    private final Supplier<byte[]> source;
    private volatile @Nullable Piece piece;
    private volatile byte @Nullable [] frame;

    private Chunk(int length, byte @Nullable [] kept, Supplier<byte[]> source) {
        this.length = length;
        this.kept = kept;
        this.source = source;
    }

    /** A part whose bytes are kept. */
    static Chunk of(byte[] plain) {
        return new Chunk(plain.length, plain, () -> plain);
    }

    /** A part whose bytes are at hand elsewhere: only compressed forms are kept. */
    static Chunk of(int length, Supplier<byte[]> plain) {
        return new Chunk(length, null, plain);
    }

    /** Number of plain bytes. */
    int length() {
        return length;
    }

    byte[] plain() {
        byte[] known = kept;
        return known != null ? known : source.get();
    }

    /** The form that goes into gzip. */
    Piece piece(Deflater deflater) {
        Piece known = piece;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            known = piece;
            if (known == null) {
                known = Piece.of(plain(), length, deflater);
                piece = known;
            }
            return known;
        }
    }

    /** The form that goes into zstd: a frame. */
    byte[] frame(ZstdCompressCtx compressor) {
        byte[] known = frame;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            known = frame;
            if (known == null) {
                known = compressor.compress(plain());
                frame = known;
            }
            return known;
        }
    }
}
