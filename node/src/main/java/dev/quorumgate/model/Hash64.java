package dev.quorumgate.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A 64-bit hash that is the same on every machine and in every release: it is part of the replicated state. Good at telling
 * accidental differences apart, not meant to withstand an attacker.
 */
public final class Hash64 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long STEP = 0x9E3779B97F4A7C15L;

    private Hash64() {}

    public static long of(byte[] bytes) {
        long hash = bytes.length * STEP;
        int position = 0;
        for (; position + Long.BYTES <= bytes.length; position += Long.BYTES) {
            hash = mix(hash, (long) LONGS.get(bytes, position));
        }
        long rest = 0;
        for (; position < bytes.length; position++) {
            rest = (rest << 8) | (bytes[position] & 0xFF);
        }
        return mix(hash, rest);
    }

    public static long of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash of what {@code hash} stands for followed by a text that may be missing. */
    public static long mix(long hash, Optional<String> text) {
        return mix(hash, text.isPresent() ? of(text.get()) : -1);
    }

    /** The hash of what {@code hash} stands for followed by {@code next}. */
    public static long mix(long hash, long next) {
        long mixed = (hash ^ next) * 0xBF58476D1CE4E5B9L;
        mixed ^= mixed >>> 29;
        mixed = (mixed + STEP) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 32);
    }
}
