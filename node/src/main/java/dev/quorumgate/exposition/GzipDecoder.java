package dev.quorumgate.exposition;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decodes gzip: members one behind the other, each with its checksum. The JDK's {@code GZIPInputStream} asks the stream how
 * much is available to decide whether another member follows, and so loses some of those that come over a network.
 *
 * <p>Source: RFC 1952; error texts as Go's {@code compress/gzip} has them, API reference of the original, "Request bodies", 3.
 */
final class GzipDecoder {
    private static final int FIXED_HEADER_SIZE = 10;
    private static final int MAGIC_1 = 0x1F;
    private static final int MAGIC_2 = 0x8B;
    private static final int METHOD_DEFLATE = 8;
    private static final int FLAG_HEADER_CHECKSUM = 1 << 1;
    private static final int FLAG_EXTRA = 1 << 2;
    private static final int FLAG_NAME = 1 << 3;
    private static final int FLAG_COMMENT = 1 << 4;

    private static final String DAMAGED = "the gzip data are damaged; nothing was stored";

    private final CompressedInput in;
    private final PushBody out;
    private final CRC32 headerChecksum = new CRC32();
    private final CRC32 checksum = new CRC32();
    private final byte[] decoded = new byte[8192];

    private GzipDecoder(CompressedInput in, PushBody out) {
        this.in = in;
        this.out = out;
    }

    static void decode(CompressedInput in, PushBody out)
            throws IOException, MalformedPushException, BodyTooLargeException {
        if (in.atEnd()) {
            throw new MalformedPushException("EOF", "Content-Encoding says gzip, and the body is empty");
        }
        GzipDecoder decoder = new GzipDecoder(in, out);
        Inflater inflater = new Inflater(true);
        try {
            do {
                decoder.readHeader();
                inflater.reset();
                decoder.inflate(inflater);
                decoder.readTrailer(inflater.getBytesWritten());
            } while (!in.atEnd());
        } finally {
            inflater.end();
        }
    }

    private void readHeader() throws IOException, MalformedPushException, BodyTooLargeException {
        headerChecksum.reset();
        int[] header = new int[FIXED_HEADER_SIZE];
        for (int i = 0; i < header.length; i++) {
            header[i] = nextOfHeader();
        }
        if (header[0] != MAGIC_1 || header[1] != MAGIC_2 || header[2] != METHOD_DEFLATE) {
            throw invalidHeader();
        }
        int flags = header[3];
        if ((flags & FLAG_EXTRA) != 0) {
            int length = nextOfHeader() | (nextOfHeader() << 8);
            for (int i = 0; i < length; i++) {
                nextOfHeader();
            }
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CHECKSUM) != 0) {
            long expected = headerChecksum.getValue() & 0xFFFF;
            if (nextLittleEndian(2) != expected) {
                throw invalidHeader();
            }
        }
    }

    private void skipText() throws IOException, MalformedPushException, BodyTooLargeException {
        while (nextOfHeader() != 0) {
            // The name or comment is of no use here.
        }
    }

    private void inflate(Inflater inflater) throws IOException, MalformedPushException, BodyTooLargeException {
        checksum.reset();
        try {
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    if (in.atEnd()) {
                        throw unexpectedEnd();
                    }
                    inflater.setInput(in.buffer(), in.position(), in.available());
                }
                int size = inflater.inflate(decoded);
                in.consume(in.available() - inflater.getRemaining());
                if (size == 0 && inflater.needsDictionary()) {
                    throw corrupt(inflater);
                }
                checksum.update(decoded, 0, size);
                out.append(decoded, 0, size);
            }
        } catch (DataFormatException e) {
            throw corrupt(inflater);
        }
    }

    private void readTrailer(long size) throws IOException, MalformedPushException, BodyTooLargeException {
        long expectedChecksum = nextLittleEndian(Integer.BYTES);
        long expectedSize = nextLittleEndian(Integer.BYTES);
        if (expectedChecksum != checksum.getValue() || expectedSize != (size & 0xFFFF_FFFFL)) {
            throw new MalformedPushException("gzip: invalid checksum", DAMAGED);
        }
    }

    private int nextOfHeader() throws IOException, MalformedPushException, BodyTooLargeException {
        int next = next();
        headerChecksum.update(next);
        return next;
    }

    private long nextLittleEndian(int bytes) throws IOException, MalformedPushException, BodyTooLargeException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (long) next() << (8 * i);
        }
        return number;
    }

    private int next() throws IOException, MalformedPushException, BodyTooLargeException {
        if (in.atEnd()) {
            throw unexpectedEnd();
        }
        return in.next();
    }

    private static MalformedPushException unexpectedEnd() {
        return new MalformedPushException("unexpected EOF", "the gzip data end in the middle; nothing was stored");
    }

    private static MalformedPushException invalidHeader() {
        return new MalformedPushException(
                "gzip: invalid header",
                "Content-Encoding says gzip, and the body, or what follows its first part, is none");
    }

    private static MalformedPushException corrupt(Inflater inflater) {
        return new MalformedPushException("flate: corrupt input before offset " + inflater.getBytesRead(), DAMAGED);
    }
}
