package dev.quorumgate.peer;

import dev.quorumgate.cluster.Alarm;
import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.cluster.ReplicationFigures;
import dev.quorumgate.proto.admin.AlarmKind;
import dev.quorumgate.proto.admin.MemberAddress;
import dev.quorumgate.proto.admin.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What nodes say of themselves, as messages and back. */
public final class Reports {
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private Reports() {}

    public static dev.quorumgate.proto.admin.NodeReport message(NodeReport report) {
        dev.quorumgate.proto.admin.NodeReport.Builder message = dev.quorumgate.proto.admin.NodeReport.newBuilder()
                .setMember(message(report.self()))
                .setVersion(report.version())
                .setRole(message(report.role()))
                .setLeader(report.leader().map(PeerId::toString).orElse(""))
                .setTerm(report.term())
                .setCommitIndex(report.commitIndex())
                .setAppliedIndex(report.appliedIndex())
                .setSnapshotIndex(report.snapshotIndex())
                .setConfigurationIndex(report.configuration().index())
                .addAllVoters(messages(report.configuration().voters()))
                .addAllNonVoters(messages(report.configuration().nonVoters()))
                .setGroups(report.groups())
                .setSeries(report.series())
                .setStoreBytes(report.storeBytes())
                .setLogBytes(report.logBytes())
                .setDiskFreeBytes(report.disk().freeBytes())
                .setDiskTotalBytes(report.disk().totalBytes())
                .setDiskReserveBytes(report.disk().reserveBytes())
                .addAllAlarms(report.alarms().stream().map(Reports::message).toList())
                .setDrained(report.drained())
                .setUnreadyBecause(report.unreadyBecause().orElse(""))
                .setUptimeSeconds(report.uptime().toSeconds())
                .setClockNanos(nanos(report.clock()))
                .setLogFormatMax(report.logFormatMax())
                .setStoreFormatMax(report.storeFormatMax())
                .addAllWaiting(messages(report.waiting()))
                .setPushesRefusedBecause(report.pushesRefusedBecause().orElse(""));
        report.marked()
                .ifPresent(marked -> message.setMarkedIndex(marked.index())
                        .setMarkedHash(marked.hash())
                        .setMarkedGroups(marked.groups()));
        for (ReplicationFigures.Follower follower : report.followers()) {
            message.addFollowersBuilder()
                    .setPeerId(follower.id().toString())
                    .setLagEntries(follower.lagEntries())
                    .setSilenceMillis(follower.silence().toMillis());
        }
        return message.build();
    }

    /**
     * What a message says.
     *
     * @throws IllegalArgumentException if an id in it is none
     */
    public static NodeReport report(dev.quorumgate.proto.admin.NodeReport message) {
        return new NodeReport(
                member(message.getMember()),
                message.getVersion(),
                role(message.getRole()),
                Optional.of(message.getLeader()).filter(id -> !id.isEmpty()).map(PeerId::of),
                message.getTerm(),
                message.getCommitIndex(),
                message.getAppliedIndex(),
                message.getSnapshotIndex(),
                new Configuration(
                        message.getConfigurationIndex(),
                        members(message.getVotersList()),
                        members(message.getNonVotersList())),
                message.getGroups(),
                message.getSeries(),
                message.getStoreBytes(),
                message.getLogBytes(),
                new NodeReport.Disk(
                        message.getDiskFreeBytes(), message.getDiskTotalBytes(), message.getDiskReserveBytes()),
                message.getAlarmsList().stream()
                        .flatMap(each -> alarm(each).stream())
                        .toList(),
                message.getDrained(),
                Optional.of(message.getUnreadyBecause()).filter(reason -> !reason.isEmpty()),
                Duration.ofSeconds(message.getUptimeSeconds()),
                instant(message.getClockNanos()),
                message.getLogFormatMax(),
                message.getStoreFormatMax(),
                message.hasMarkedIndex()
                        ? Optional.of(new NodeReport.Marked(
                                message.getMarkedIndex(), message.getMarkedHash(), message.getMarkedGroups()))
                        : Optional.empty(),
                message.getFollowersList().stream()
                        .map(each -> new ReplicationFigures.Follower(
                                PeerId.of(each.getPeerId()),
                                each.getLagEntries(),
                                Duration.ofMillis(each.getSilenceMillis())))
                        .toList(),
                members(message.getWaitingList()),
                Optional.of(message.getPushesRefusedBecause()).filter(reason -> !reason.isEmpty()));
    }

    public static MemberAddress message(MemberRef member) {
        return MemberAddress.newBuilder()
                .setName(member.name())
                .setPeerId(member.id().toString())
                .setRaftAddress(member.raftAddress())
                .setAdminAddress(member.adminAddress())
                .build();
    }

    public static MemberRef member(MemberAddress message) {
        return new MemberRef(PeerId.of(message.getPeerId()), message.getRaftAddress(), message.getAdminAddress());
    }

    public static dev.quorumgate.proto.admin.Alarm message(Alarm alarm) {
        return dev.quorumgate.proto.admin.Alarm.newBuilder()
                .setKind(AlarmKind.valueOf(alarm.kind().name()))
                .setMember(alarm.member())
                .setSinceNanos(nanos(alarm.since()))
                .setDetail(alarm.detail())
                .build();
    }

    /** Empty for a kind that this version does not know. */
    private static Optional<Alarm> alarm(dev.quorumgate.proto.admin.Alarm message) {
        for (Alarm.Kind kind : Alarm.Kind.values()) {
            if (kind.name().equals(message.getKind().name())) {
                return Optional.of(
                        new Alarm(kind, message.getMember(), instant(message.getSinceNanos()), message.getDetail()));
            }
        }
        return Optional.empty();
    }

    private static Role message(NodeStatus.Role role) {
        return switch (role) {
            case LEADER -> Role.LEADER;
            case FOLLOWER -> Role.FOLLOWER;
            case CANDIDATE -> Role.CANDIDATE;
            case NON_VOTER -> Role.NON_VOTER;
            case NONE -> Role.SILENT;
        };
    }

    private static NodeStatus.Role role(Role message) {
        return switch (message) {
            case LEADER -> NodeStatus.Role.LEADER;
            case FOLLOWER -> NodeStatus.Role.FOLLOWER;
            case CANDIDATE -> NodeStatus.Role.CANDIDATE;
            case NON_VOTER -> NodeStatus.Role.NON_VOTER;
            case ROLE_UNSPECIFIED, WAITING, SILENT, UNRECOGNIZED -> NodeStatus.Role.NONE;
        };
    }

    private static List<MemberAddress> messages(List<MemberRef> members) {
        return members.stream().map(Reports::message).toList();
    }

    private static List<MemberRef> members(List<MemberAddress> messages) {
        return messages.stream().map(Reports::member).toList();
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * NANOS_PER_SECOND + time.getNano();
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }
}
