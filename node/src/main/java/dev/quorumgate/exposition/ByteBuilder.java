package dev.quorumgate.exposition;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes in the making; grows as needed. One thread. */
public final class ByteBuilder {
    private byte[] bytes;
    private int length;

    public ByteBuilder(int capacity) {
        bytes = new byte[capacity];
    }

    /** The array; only the first {@link #length} bytes count, and the next append may replace it. */
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    public void clear() {
        length = 0;
    }

    public ByteBuilder append(byte value) {
        reserve(1);
        bytes[length++] = value;
        return this;
    }

    public ByteBuilder append(char ascii) {
        return append((byte) ascii);
    }

    public ByteBuilder append(byte[] source) {
        return append(source, 0, source.length);
    }

    public ByteBuilder append(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    public ByteBuilder append(String text) {
        return append(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes the last byte away. */
    public void dropLast() {
        length--;
    }

    /** Takes away what is behind so many bytes. */
    public void cutTo(int bytes) {
        length = bytes;
    }

    /** Appends a number as the text formats show it. */
    public ByteBuilder append(double value) {
        reserve(Decimals.LENGTH_MAX);
        length = Decimals.write(value, bytes, length);
        return this;
    }

    /** Appends a protobuf varint. */
    public ByteBuilder appendVarint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    private void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, bytes.length * 2L), Integer.MAX_VALUE - 8));
        }
    }
}
