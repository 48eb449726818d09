package dev.quorumgate.api;

import dev.quorumgate.groups.Group;
import dev.quorumgate.model.GroupingKey;
import java.util.Comparator;

/** An order of groups. Groups that are equal in it are ordered by their keys, so that it is total. */
public record GroupOrder(Sort sort, Direction direction) {
    /** What groups are ordered by. */
    public enum Sort {
        KEY('k', Direction.ASC),
        /** Time since a push last succeeded. */
        AGE('a', Direction.DESC),
        /** Bytes of their metrics as they are stored. */
        SIZE('s', Direction.DESC),
        /** Time at which a push last failed; of those without a failure, the beginning of time. */
        LAST_FAILURE('f', Direction.DESC);

        private final char code;
        private final Direction usual;

        Sort(char code, Direction usual) {
            this.code = code;
            this.usual = usual;
        }

        /** The direction in which people mostly ask: what is old, large or failing comes first. */
        public Direction usual() {
            return usual;
        }

        /** In a cursor. */
        byte code() {
            return (byte) code;
        }
    }

    /** Up or down. */
    public enum Direction {
        ASC,
        DESC;

        /** In a cursor. */
        byte code() {
            return (byte) (this == ASC ? 'u' : 'd');
        }
    }

    /**
     * Where a group stands in the order.
     *
     * @param value grows with what is sorted by
     */
    public record Place(long value, GroupingKey key) {}

    /** Where a group stands; {@code bytes} counts only in the order by size. */
    Place place(Group group, long bytes) {
        long value = switch (sort) {
            case KEY -> 0;
            case AGE -> -group.pushTimeNanos();
            case SIZE -> bytes;
            case LAST_FAILURE -> group.failure().timeNanos();
        };
        return new Place(value, group.key());
    }

    Comparator<Place> comparator() {
        if (sort == Sort.KEY) {
            Comparator<Place> byKey = Comparator.comparing(Place::key);
            return direction == Direction.ASC ? byKey : byKey.reversed();
        }
        Comparator<Place> byValue = Comparator.comparingLong(Place::value);
        return (direction == Direction.ASC ? byValue : byValue.reversed()).thenComparing(Place::key);
    }
}
