package dev.quorumgate.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a node says of itself, right now and without asking anybody.
 *
 * @param leader that it believes in
 * @param commitIndex highest log index it knows to be on a majority; -1 for none, as for the others
 * @param appliedIndex highest log index in its view
 * @param snapshotIndex log index of its newest snapshot
 * @param configuration that it knows
 * @param logBytes of log entries since the newest snapshot
 * @param drained whether an operator keeps leadership and requests away from it
 * @param unreadyBecause why it is not ready; empty when it is
 * @param clock its wall clock when it answered
 * @param logFormatMax highest format of log entries that it reads
 * @param storeFormatMax highest format of the store that it reads
 * @param marked its state as of the last mark; empty when it has none
 * @param followers what it knows of the others; none unless it leads
 * @param waiting nodes that wait to be added; none unless it leads
 * @param pushesRefusedBecause why it refuses pushes; empty when it does not, or does not lead
 */
public record NodeReport(
        MemberRef self,
        String version,
        NodeStatus.Role role,
        Optional<PeerId> leader,
        long term,
        long commitIndex,
        long appliedIndex,
        long snapshotIndex,
        Configuration configuration,
        long groups,
        long series,
        long storeBytes,
        long logBytes,
        Disk disk,
        List<Alarm> alarms,
        boolean drained,
        Optional<String> unreadyBecause,
        Duration uptime,
        Instant clock,
        int logFormatMax,
        int storeFormatMax,
        Optional<Marked> marked,
        List<ReplicationFigures.Follower> followers,
        List<MemberRef> waiting,
        Optional<String> pushesRefusedBecause) {
    public NodeReport {
        alarms = List.copyOf(alarms);
        followers = List.copyOf(followers);
        waiting = List.copyOf(waiting);
    }

    /**
     * Room on the disk of the data folder.
     *
     * @param reserveBytes below this the node raises {@link Alarm.Kind#NOSPACE}
     */
    public record Disk(long freeBytes, long totalBytes, long reserveBytes) {}

    /**
     * The state of a node as of one log index, the same for all members.
     *
     * @param hash equal on all nodes that hold the same
     */
    public record Marked(long index, long hash, long groups) {}

    public boolean has(Alarm.Kind kind) {
        return alarms.stream().anyMatch(alarm -> alarm.kind() == kind);
    }
}
