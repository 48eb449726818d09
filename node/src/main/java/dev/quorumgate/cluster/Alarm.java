package dev.quorumgate.cluster;

import java.time.Instant;

/**
 * Something that an operator should see to.
 *
 * @param member name of the node that has it
 * @param since by that node's clock
 * @param detail what is wrong and what to do
 */
public record Alarm(Kind kind, String member, Instant since, String detail) {
    /** What is wrong. */
    public enum Kind {
        /** The disk has less room than the reserve. */
        NOSPACE,
        /** A file of the store or a snapshot is damaged. */
        CORRUPT,
        /** The node holds something else than the others at the same log index. */
        DIVERGED,
        /** Its clock is far from the leader's. */
        CLOCK_SKEW
    }
}
