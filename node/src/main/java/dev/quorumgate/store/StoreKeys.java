package dev.quorumgate.store;

import dev.quorumgate.model.GroupingKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keys of records. The first byte is the kind, in the order in which a start needs them: meta, names, groups. A group's
 * record is followed by its families: {@code 03 <grouping key> 00 00} and {@code 03 <grouping key> 00 00 <name>}, where
 * {@code 00 00} sorts before anything that can follow in a longer grouping key.
 */
final class StoreKeys {
    static final byte META = 1;
    static final byte NAME = 2;
    static final byte GROUP = 3;

    private StoreKeys() {}

    static byte[] meta() {
        return new byte[] {META};
    }

    static boolean isMeta(byte[] key) {
        return key.length == 1 && key[0] == META;
    }

    /** The lowest key of any record but meta. */
    static byte[] recordsStart() {
        return new byte[] {NAME};
    }

    /** Above the keys of all records. */
    static byte[] recordsEnd() {
        return new byte[] {GROUP + 1};
    }

    static byte[] name(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[1 + text.length];
        key[0] = NAME;
        System.arraycopy(text, 0, key, 1, text.length);
        return key;
    }

    static byte[] group(GroupingKey group) {
        byte[] encoded = group.encoded();
        byte[] key = new byte[1 + encoded.length + 2];
        key[0] = GROUP;
        System.arraycopy(encoded, 0, key, 1, encoded.length);
        return key;
    }

    static byte[] family(GroupingKey group, String name) {
        byte[] prefix = group(group);
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] key = Arrays.copyOf(prefix, prefix.length + text.length);
        System.arraycopy(text, 0, key, prefix.length, text.length);
        return key;
    }

    static String nameOf(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }

    static GroupingKey groupOf(byte[] groupKey) {
        return GroupingKey.decode(Arrays.copyOfRange(groupKey, 1, groupKey.length - 2));
    }

    /** Whether {@code key} is that of a family of the group with the key {@code groupKey}. */
    static boolean isFamilyOf(byte[] groupKey, byte[] key) {
        return key.length > groupKey.length && Arrays.equals(key, 0, groupKey.length, groupKey, 0, groupKey.length);
    }

    static String familyNameOf(byte[] groupKey, byte[] key) {
        return new String(key, groupKey.length, key.length - groupKey.length, StandardCharsets.UTF_8);
    }
}
