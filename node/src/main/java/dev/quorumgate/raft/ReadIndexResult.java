package dev.quorumgate.raft;

import java.util.List;

/** The answer to the question at which log index a read is linearizable. */
public sealed interface ReadIndexResult {
    /** A view that includes this index shows every write acknowledged before the question. */
    record Confirmed(long index) implements ReadIndexResult {}

    /**
     * Nobody can say.
     *
     * @param reason for people
     * @param silentMembers names of the voters that did not answer
     */
    record Unconfirmed(String reason, List<String> silentMembers) implements ReadIndexResult {}
}
