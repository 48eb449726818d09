package dev.quorumgate.raft;

import com.google.protobuf.ByteString;

/** How one attempt to have a batch replicated ended. */
public sealed interface ProposeResult {
    /**
     * On disk on a majority and applied on the leader.
     *
     * @param outcomes encoded {@code quorumgate.log.v1.Outcomes}, one for each command
     */
    record Applied(ByteString outcomes) implements ProposeResult {}

    /** Certainly not in the log by this attempt. */
    record NotAppended(String reason) implements ProposeResult {}

    /**
     * Certainly not in the log by this attempt, nor by another one while this leader leads: it cannot read what it was handed.
     *
     * @param reason which node that is and what to do, for people
     */
    record Unreadable(String reason) implements ProposeResult {}

    /** May be in the log, now or later. */
    record Unknown(String reason) implements ProposeResult {}
}
