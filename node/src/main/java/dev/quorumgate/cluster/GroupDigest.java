package dev.quorumgate.cluster;

import java.util.Arrays;

/** A group's part of the state. */
public final class GroupDigest {
    private final byte[] key;
    private final long hash;

    /**
     * A digest.
     *
     * @param key encoded; the unsigned order of the bytes is that of the keys. The array is taken over
     * @param hash of all that is stored of the group
     */
    public GroupDigest(byte[] key, long hash) {
        this.key = key;
        this.hash = hash;
    }

    /** The caller must not change the array. */
    public byte[] key() {
        return key;
    }

    public long hash() {
        return hash;
    }

    /** By key alone. */
    public int compareKeys(GroupDigest other) {
        return Arrays.compareUnsigned(key, other.key);
    }
}
