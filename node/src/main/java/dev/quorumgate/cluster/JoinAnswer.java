package dev.quorumgate.cluster;

import java.util.List;

/** What the leader says to a node that asks to be taken in. */
public sealed interface JoinAnswer {
    /**
     * An operator has to say so.
     *
     * @param members whom it may ask as well
     * @param nextStep what the operator types
     */
    record Wait(String clusterId, List<MemberRef> members, String nextStep) implements JoinAnswer {
        public Wait {
            members = List.copyOf(members);
        }
    }

    /** It has been taken in, by the configuration at this log index or an earlier one. */
    record Member(long configurationIndex) implements JoinAnswer {}

    /** It cannot be taken in as it is. */
    record Refused(String reason) implements JoinAnswer {}
}
