package dev.quorumgate.api;

import dev.quorumgate.model.GroupingKey;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Cursors: the place of the last group that was shown, made opaque. The next page begins behind that place, whether the group is
 * still there or not.
 */
final class Cursors {
    private static final String PARAMETER = "cursor";
    private static final byte FORMAT = 1;
    private static final int HEAD_BYTES = 3 + Long.BYTES;

    private Cursors() {}

    static String format(GroupOrder.Place place, GroupOrder order) {
        byte[] key = place.key().encoded();
        byte[] bytes = ByteBuffer.allocate(HEAD_BYTES + key.length)
                .put(FORMAT)
                .put(order.sort().code())
                .put(order.direction().code())
                .putLong(place.value())
                .put(key)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static GroupOrder.Place parse(String cursor, GroupOrder order) throws InvalidParameterException {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
        if (bytes.remaining() < HEAD_BYTES || bytes.get() != FORMAT) {
            throw unknown();
        }
        if (bytes.get() != order.sort().code()
                || bytes.get() != order.direction().code()) {
            throw new InvalidParameterException(
                    PARAMETER, "this cursor belongs to a list in another order; give the same sort and order with it");
        }
        long value = bytes.getLong();
        byte[] key = new byte[bytes.remaining()];
        bytes.get(key);
        try {
            return new GroupOrder.Place(value, GroupingKey.decode(key));
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static InvalidParameterException unknown() {
        return new InvalidParameterException(
                PARAMETER, "not a cursor; take next_cursor from the answer before, or leave it out to begin anew");
    }
}
