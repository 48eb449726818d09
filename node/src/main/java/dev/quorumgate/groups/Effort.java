package dev.quorumgate.groups;

/**
 * Counts work against an allowance. A step is about a tenth of a microsecond; what matters is that all nodes count alike,
 * since it may decide a verdict.
 */
final class Effort {
    /** Bytes that are hashed or compared in one step. */
    private static final int BYTES_PER_STEP = 64;

    private final long allowed;
    private long spent;

    /**
     * @param allowed steps
     */
    Effort(long allowed) {
        this.allowed = allowed;
    }

    static Effort unlimited() {
        return new Effort(Long.MAX_VALUE);
    }

    /** Takes these steps, and those for so many bytes; false if that is more than allowed. */
    boolean spend(long steps, long bytes) {
        spent += steps + bytes / BYTES_PER_STEP;
        return !isExceeded();
    }

    boolean isExceeded() {
        return spent > allowed;
    }

    long spent() {
        return spent;
    }
}
