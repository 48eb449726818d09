package dev.quorumgate.raft;

import com.google.protobuf.ByteString;

/** How one attempt to have a batch replicated ended. */
public sealed interface ProposeResult {
    /** Certainly not in the log by this attempt; says why, for people. */
    sealed interface Refused extends ProposeResult {
        String reason();
    }

    /**
     * On disk on a majority and applied on the leader.
     *
     * @param outcomes encoded {@code quorumgate.log.v1.Outcomes}, one for each command
     */
    record Applied(ByteString outcomes) implements ProposeResult {}

    /** As the name says, and nothing more is known. */
    record NotAppended(String reason) implements Refused {}

    /** Nor by another attempt while this leader leads: it cannot read what it was handed. */
    record Unreadable(String reason) implements Refused {}

    /** It would store something, and too many members have no room. */
    record NoSpace(String reason) implements Refused {}

    /** May be in the log, now or later. */
    record Unknown(String reason) implements ProposeResult {}
}
