package dev.quorumgate.exposition;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.xerial.snappy.Snappy;

/**
 * Decodes the snappy framing format. The frames are read here and only what is in them is left to the library: its own stream
 * takes blocks of any size, where the format has at most 64 KiB, and makes hundreds of megabytes of one frame before anybody
 * can count.
 *
 * <p>Source: snappy's {@code framing_format.txt}; error texts and limits as Go's {@code snappy.Reader} has them, API
 * reference of the original, "Request bodies", 3.
 */
final class SnappyDecoder {
    private static final int COMPRESSED = 0x00;
    private static final int UNCOMPRESSED = 0x01;
    private static final int FIRST_SKIPPABLE = 0x80;
    private static final int STREAM_IDENTIFIER = 0xFF;
    private static final byte[] IDENTIFIER = {'s', 'N', 'a', 'P', 'p', 'Y'};

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Added to checksums, so that those of data with checksums in it are no worse. */
    private static final int CHECKSUM_MASK = 0xA282EAD8;

    private static final int HEADER_SIZE = 4;
    private static final int CHECKSUM_SIZE = 4;
    private static final int BLOCK_SIZE_MAX = 65536;

    /** What a block of that size takes when it does not compress at all. */
    private static final int CHUNK_SIZE_MAX = CHECKSUM_SIZE + 76490;

    private static final String FRAMED = "Content-Encoding: snappy means the framing format, which begins with sNaPpY,"
            + " not the block format of remote write";

    private final CompressedInput in;
    private final PushBody out;
    private final byte[] chunk = new byte[CHUNK_SIZE_MAX];
    private final byte[] block = new byte[BLOCK_SIZE_MAX];
    private final CRC32C checksum = new CRC32C();

    private SnappyDecoder(CompressedInput in, PushBody out) {
        this.in = in;
        this.out = out;
    }

    static void decode(CompressedInput in, PushBody out)
            throws IOException, MalformedPushException, BodyTooLargeException {
        if (!in.atEnd()) {
            new SnappyDecoder(in, out).decode();
        }
    }

    private void decode() throws IOException, MalformedPushException, BodyTooLargeException {
        boolean identified = false;
        do {
            if (!in.readFully(chunk, HEADER_SIZE)) {
                throw corrupt();
            }
            int type = chunk[0] & 0xFF;
            int size = (int) INTS.get(chunk, 0) >>> 8;
            identified |= type == STREAM_IDENTIFIER;
            if (!identified) {
                throw corrupt();
            }
            if (size > CHUNK_SIZE_MAX) {
                throw new MalformedPushException("snappy: unsupported input", FRAMED);
            }
            if (!in.readFully(chunk, size)) {
                throw corrupt();
            }
            decodeChunk(type, size);
        } while (!in.atEnd());
    }

    private void decodeChunk(int type, int size) throws IOException, MalformedPushException, BodyTooLargeException {
        switch (type) {
            case COMPRESSED -> append(block, 0, uncompress(size));
            case UNCOMPRESSED -> {
                if (size < CHECKSUM_SIZE || size - CHECKSUM_SIZE > BLOCK_SIZE_MAX) {
                    throw corrupt();
                }
                append(chunk, CHECKSUM_SIZE, size - CHECKSUM_SIZE);
            }
            case STREAM_IDENTIFIER -> {
                if (!Arrays.equals(chunk, 0, size, IDENTIFIER, 0, IDENTIFIER.length)) {
                    throw corrupt();
                }
            }
            default -> {
                if (type < FIRST_SKIPPABLE) {
                    throw new MalformedPushException("snappy: unsupported input", FRAMED);
                }
            }
        }
    }

    /** Uncompresses the chunk into the block; how many bytes that makes. */
    private int uncompress(int size) throws MalformedPushException {
        try {
            if (size >= CHECKSUM_SIZE) {
                int compressed = size - CHECKSUM_SIZE;
                int uncompressed = Snappy.uncompressedLength(chunk, CHECKSUM_SIZE, compressed);
                if (uncompressed >= 0 && uncompressed <= BLOCK_SIZE_MAX) {
                    return Snappy.uncompress(chunk, CHECKSUM_SIZE, compressed, block, 0);
                }
            }
            throw corrupt();
        } catch (IOException e) {
            throw corrupt();
        }
    }

    private void append(byte[] data, int from, int size)
            throws IOException, MalformedPushException, BodyTooLargeException {
        checksum.reset();
        checksum.update(data, from, size);
        int crc = (int) checksum.getValue();
        if (Integer.rotateRight(crc, 15) + CHECKSUM_MASK != (int) INTS.get(chunk, 0)) {
            throw corrupt();
        }
        out.append(data, from, size);
    }

    private static MalformedPushException corrupt() {
        return new MalformedPushException("snappy: corrupt input", FRAMED);
    }
}
