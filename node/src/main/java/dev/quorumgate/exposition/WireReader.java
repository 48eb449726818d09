package dev.quorumgate.exposition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Walks the fields of protobuf messages in an array. Written by hand for two reasons. It makes no objects of messages: a body
 * of a few megabytes can hold millions of empty ones, and each would become an object many times its size. And it is strict
 * where protobuf's own Java reader lets pass, for example, a length of more than 32 bits by dropping the upper ones: what is
 * taken here is served to scrapers byte for byte, and must be readable for all of them. One thread.
 *
 * <p>Source: protobuf's encoding guide. Groups, which ended with proto2 and never were in this model, are refused.
 */
final class WireReader {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final StringPool pool = new StringPool();
    private int position;
    private int end;
    private int textStart;
    private int textEnd;

    /** For what is in the array from its start up to {@code length}. */
    WireReader(byte[] bytes, int length) {
        this.bytes = bytes;
        this.end = length;
    }

    /** Where it is in the array. */
    int position() {
        return position;
    }

    /** Goes back to where it was in the message it is in. */
    void returnTo(int earlier) {
        position = earlier;
    }

    /** Whether the message, or whatever else was entered, has more. */
    boolean hasMore() {
        return position < end;
    }

    /** Reads the length of what follows and enters it: nothing beyond it is read until {@link #leave} gets the result. */
    int enter() throws WireFormatException {
        int outerEnd = end;
        end = readEnd();
        return outerEnd;
    }

    /** Leaves what was entered, which must have been read to its end. */
    void leave(int outerEnd) {
        end = outerEnd;
    }

    /** The tag of the next field; 0 at the end of the message. */
    int nextTag() throws WireFormatException {
        if (position == end) {
            return 0;
        }
        long tag = readVarint();
        if (tag >>> Integer.SIZE != 0 || tag >>> 3 == 0) {
            throw new WireFormatException();
        }
        return (int) tag;
    }

    /** Skips the field just begun. */
    void skip(int tag) throws WireFormatException {
        switch (tag & 7) {
            case VARINT -> readVarint();
            case FIXED_64 -> readFixed(Long.BYTES);
            case LENGTH_DELIMITED -> position = readEnd();
            case FIXED_32 -> readFixed(Integer.BYTES);
            default -> throw new WireFormatException();
        }
    }

    /** Walks through a message in which nothing needs a look, so that it is certain to be one. */
    void skipMessage() throws WireFormatException {
        int outerEnd = enter();
        for (int tag = nextTag(); tag != 0; tag = nextTag()) {
            skip(tag);
        }
        leave(outerEnd);
    }

    /** Reads a string; null if it is not UTF-8. */
    @Nullable
    String readText() throws WireFormatException {
        textEnd = readEnd();
        textStart = position;
        int bits = 0;
        for (int i = textStart; i < textEnd; i++) {
            bits |= bytes[i];
        }
        position = textEnd;
        return bits >= 0 ? pool.get(bytes, textStart, textEnd) : Utf8.decode(bytes, textStart, textEnd);
    }

    /** The string that was read last, as error texts show it. */
    String quotedText() {
        return GoQuote.quote(bytes, textStart, textEnd);
    }

    double readDouble() throws WireFormatException {
        return (double) DOUBLES.get(bytes, readFixed(Double.BYTES));
    }

    /** Reads a varint of at most 64 bits. */
    long readVarint() throws WireFormatException {
        long value = 0;
        for (int shift = 0; position < end; shift += 7) {
            byte next = bytes[position++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
            // The tenth byte has room for one bit.
            if (shift == 56 && position < end && (bytes[position] & 0xFE) != 0) {
                break;
            }
        }
        throw new WireFormatException();
    }

    /** Reads a varint whose lowest bit is the sign. */
    long readSigned() throws WireFormatException {
        long value = readVarint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** As {@link #readSigned}, of a field of 32 bits: upper ones are dropped. */
    int readSigned32() throws WireFormatException {
        int value = (int) readVarint();
        return (value >>> 1) ^ -(value & 1);
    }

    private int readFixed(int size) throws WireFormatException {
        int start = position;
        if (size > end - start) {
            throw new WireFormatException();
        }
        position += size;
        return start;
    }

    /** Reads a length; the position where what is so long will end. */
    private int readEnd() throws WireFormatException {
        long length = readVarint();
        if (length < 0 || length > end - position) {
            throw new WireFormatException();
        }
        return position + (int) length;
    }
}
