package dev.quorumgate.scrape;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A part of an answer with its compressed form: deflate blocks that refer to nothing before them and end on a byte, so that
 * compressed pieces in a row are a compressed stream. Immutable.
 */
final class Piece {
    private final byte[] compressed;
    private final int plainLength;
    private final int crc;
    private final int crcShift;

    private Piece(byte[] compressed, int plainLength, int crc) {
        this.compressed = compressed;
        this.plainLength = plainLength;
        this.crc = crc;
        this.crcShift = Crc32Combination.shift(plainLength);
    }

    /**
     * Compresses {@code length} bytes.
     *
     * @param deflater makes raw deflate, is used by nobody else at the time, and has made pieces only: each one ends with a
     *     full flush, after which it refers to nothing before
     */
    static Piece of(byte[] plain, int length, Deflater deflater) {
        CRC32 crc = new CRC32();
        crc.update(plain, 0, length);
        deflater.setInput(plain, 0, length);
        byte[] out = new byte[length / 4 + 64];
        int size = 0;
        while (true) {
            size += deflater.deflate(out, size, out.length - size, Deflater.FULL_FLUSH);
            if (size < out.length) {
                return new Piece(Arrays.copyOf(out, size), length, (int) crc.getValue());
            }
            out = Arrays.copyOf(out, out.length * 2);
        }
    }

    byte[] compressed() {
        return compressed;
    }

    int plainLength() {
        return plainLength;
    }

    /** The CRC-32 of {@code before} followed by this piece. */
    int crcAfter(int before) {
        return Crc32Combination.combine(before, crc, crcShift);
    }
}
