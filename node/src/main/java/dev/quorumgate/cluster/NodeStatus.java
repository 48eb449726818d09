package dev.quorumgate.cluster;

import java.util.List;
import java.util.Optional;

/**
 * What a node knows of itself and its cluster, right now and without asking anybody.
 *
 * @param role of this node
 * @param leader name of the leader it believes in
 * @param term its Raft term
 * @param commitIndex highest log index it knows to be on a majority
 * @param appliedIndex highest log index in its view
 * @param snapshotIndex log index of its newest snapshot; -1 when there is none
 * @param voterCount members that vote
 * @param members by the configuration in the log, sorted by name; those that are leaving included
 */
public record NodeStatus(
        Role role,
        Optional<String> leader,
        long term,
        long commitIndex,
        long appliedIndex,
        long snapshotIndex,
        int voterCount,
        List<Address> members) {
    public NodeStatus {
        members = List.copyOf(members);
    }

    /**
     * Where a member is reached; {@code host:port}, IPv6 in brackets.
     *
     * @param votes whether it counts for the majority
     */
    public record Address(String name, String raftAddress, String adminAddress, boolean votes) {
        public static Address of(MemberRef member, boolean votes) {
            return new Address(member.name(), member.raftAddress(), member.adminAddress(), votes);
        }
    }

    /** What a node is in its cluster. */
    public enum Role {
        LEADER,
        FOLLOWER,
        CANDIDATE,
        /** Has what the others have, and no vote: it was added and not promoted yet, or waits to be added. */
        NON_VOTER,
        /** Not taking part: starting, or its Raft part has stopped. */
        NONE
    }
}
