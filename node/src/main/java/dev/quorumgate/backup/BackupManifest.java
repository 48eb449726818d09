package dev.quorumgate.backup;

import dev.quorumgate.proto.backup.Header;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a backup is of.
 *
 * @param clusterId of the cluster that it was taken from
 * @param node that it was taken from
 * @param position where in the history of the cluster it stands
 * @param groups in it
 * @param series in it
 * @param taken when, by the clock of that node
 * @param version of the program that wrote it
 * @param storeFormat format of the records
 * @param members of the cluster, {@code name=host:raft-port:admin-port}
 */
public record BackupManifest(
        String clusterId,
        String node,
        Position position,
        long groups,
        long series,
        Instant taken,
        String version,
        int storeFormat,
        List<String> members) {
    public BackupManifest {
        members = List.copyOf(members);
    }

    /**
     * A place in the history of a cluster.
     *
     * @param term of the log entry with the index {@code index}
     * @param index of the log entry up to which everything is included
     * @param sequence number of commands applied since the cluster began
     * @param timeNanos latest time seen in an entry, Unix nanoseconds
     * @param stateHash of all that is stored
     */
    public record Position(long term, long index, long sequence, long timeNanos, long stateHash) {}

    Header toHeader() {
        return Header.newBuilder()
                .setFormatVersion(BackupFormat.VERSION)
                .setClusterId(clusterId)
                .setNode(node)
                .setIndex(position.index())
                .setTerm(position.term())
                .setSequence(position.sequence())
                .setTimeNanos(position.timeNanos())
                .setStateHash(position.stateHash())
                .setGroups(groups)
                .setSeries(series)
                .setTakenNanos(TimeUnit.SECONDS.toNanos(taken.getEpochSecond()) + taken.getNano())
                .setVersion(version)
                .setStoreFormatVersion(storeFormat)
                .addAllMembers(members)
                .build();
    }

    static BackupManifest of(Header header) {
        return new BackupManifest(
                header.getClusterId(),
                header.getNode(),
                new Position(
                        header.getTerm(),
                        header.getIndex(),
                        header.getSequence(),
                        header.getTimeNanos(),
                        header.getStateHash()),
                header.getGroups(),
                header.getSeries(),
                Instant.ofEpochSecond(0, header.getTakenNanos()),
                header.getVersion(),
                header.getStoreFormatVersion(),
                header.getMembersList());
    }
}
