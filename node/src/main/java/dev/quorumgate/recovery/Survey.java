package dev.quorumgate.recovery;

import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.DataFolder;
import dev.quorumgate.cluster.LogPlace;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.raft.OfflineRaft;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a data folder holds.
 *
 * @param folder where it is
 * @param identity whom it belongs to
 * @param term that its node was in; empty if that cannot be told any more
 * @param snapshotIndex of its newest snapshot
 * @param last the last entry of the log that can be read
 * @param configuration the members, by what is in it
 * @param contents what would be stored if all of its entries were committed
 * @param damage what is damaged or missing, a sentence each
 */
public record Survey(
        Path folder,
        DataFolder.Identity identity,
        OptionalLong term,
        OptionalLong snapshotIndex,
        LogPlace last,
        Configuration configuration,
        Contents contents,
        List<String> damage) {
    public Survey {
        damage = List.copyOf(damage);
    }

    /**
     * How much is stored.
     *
     * @param hash as {@code quorumgate verify} and {@code Quorumgate-State-Hash} have it
     */
    public record Contents(long groups, long series, long hash) {
        static Contents of(Groups groups) {
            return new Contents(
                    groups.byKey().size(),
                    groups.seriesCount(),
                    groups.position().comparableHash());
        }
    }

    /** Looks at a folder that nobody else uses. */
    static Survey of(Path folder, DataFolder.Identity identity) throws IOException {
        OfflineRaft raft = OfflineRaft.in(folder, identity.clusterId());
        OptionalLong snapshotIndex = raft.snapshots().stream()
                .mapToLong(snapshot -> snapshot.at().index())
                .findFirst();
        OptionalLong term = raft.term();
        try (Replay replay = Replay.of(raft, identity.clusterId())) {
            List<String> damage = new ArrayList<>(missing(identity, term, replay.last()));
            damage.addAll(replay.damage());
            return new Survey(
                    folder,
                    identity,
                    term,
                    snapshotIndex,
                    replay.last(),
                    replay.configuration(),
                    Contents.of(replay.groups()),
                    damage);
        }
    }

    /** Why the folder cannot hold all that its node has voted for and stored. */
    private static List<String> missing(DataFolder.Identity identity, OptionalLong term, LogPlace last) {
        List<String> missing = new ArrayList<>();
        if (!identity.founded()) {
            missing.add(
                    "its node has never taken part with this folder; what it knew before, if anything, is not here");
        }
        if (identity.state() == DataFolder.Identity.State.REMOVED) {
            missing.add("its node was removed from the cluster");
        }
        if (term.isEmpty()) {
            missing.add("there is no file 'raft-meta', or nothing in it that says for whom its node has voted");
        }
        if (last.equals(LogPlace.START)) {
            missing.add("there is neither a snapshot nor a log, or they are not for this user to read");
        }
        return missing;
    }
}
