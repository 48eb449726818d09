package dev.quorumgate.app;

import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.DataFolder;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.raft.StoredConfiguration;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that a data folder and the flags mean the same node; marks a new folder. */
final class DataIdentity {
    private static final Logger logger = LoggerFactory.getLogger(DataIdentity.class);

    private static final String ALONE = "";

    private DataIdentity() {}

    /**
     * Whom the folder belongs to.
     *
     * @throws IOException if that is somebody else; the message says who
     * @throws RemovedException if that was a member
     */
    static DataFolder.Identity of(DataFolder folder, NodeConfig.Cluster flags) throws IOException {
        Optional<DataFolder.Identity> known = folder.identity();
        if (known.isPresent() && known.get().state() == DataFolder.Identity.State.REMOVED) {
            throw new RemovedException(known.get().removedBecause().orElse("this node was removed from its cluster"));
        }
        if (known.isEmpty() || isUnused(known.get(), flags)) {
            // The name of the folder stays: those who met it in a first start that was given up still know it by that.
            String incarnation = known.map(DataFolder.Identity::incarnation)
                    .orElseGet(() -> UUID.randomUUID().toString());
            DataFolder.Identity fresh = fresh(flags, incarnation);
            folder.mark(fresh);
            return fresh;
        }
        check(folder, known.get(), flags);
        return moved(folder, known.get(), flags);
    }

    /** Whether the folder was marked by a first start that was given up, with other flags; one made of a backup has data. */
    private static boolean isUnused(DataFolder.Identity known, NodeConfig.Cluster flags) {
        if (known.origin() == DataFolder.Identity.Origin.JOINED) {
            return known.clusterId().isEmpty()
                    && (flags.join().isEmpty()
                            || !known.node().equals(flags.self().name()));
        }
        return !known.founded()
                && known.origin() == DataFolder.Identity.Origin.FOUNDED
                && (!known.node().equals(flags.self().name())
                        || !known.initialMembers().equals(listed(flags)));
    }

    private static DataFolder.Identity fresh(NodeConfig.Cluster flags, String incarnation) {
        if (!flags.join().isEmpty()) {
            String name = flags.self().name();
            return DataFolder.Identity.joining(name, incarnation, freshId(flags), announced(flags));
        }
        UUID clusterId =
                flags.isAlone() ? UUID.randomUUID() : flags.initialMembers().foundedClusterId();
        DataFolder.Identity fresh =
                DataFolder.Identity.fresh(flags.self().name(), clusterId.toString(), incarnation, listed(flags));
        return flags.isAlone() ? fresh.founding() : fresh;
    }

    private static void check(DataFolder folder, DataFolder.Identity known, NodeConfig.Cluster flags)
            throws IOException {
        String owner = "data folder '" + folder.path() + "' belongs to node '" + known.node() + "' ";
        if (!known.node().equals(flags.self().name())) {
            throw new IOException(
                    owner + "and this one is started as '" + flags.self().name() + "'; start it with --cluster.node-id="
                            + known.node() + ", or give it its own --storage.path");
        }
        if (known.isJoining() && flags.join().isEmpty()) {
            throw new IOException(owner + "which waits to be taken in by cluster " + known.clusterId()
                    + "; start it with --cluster.join, or give it an empty --storage.path");
        }
        boolean isFounder = known.peer().suffix().isEmpty();
        if (!flags.join().isEmpty() || !isFounder) {
            return; // its log says who the members are
        }
        boolean beganAlone = known.initialMembers().equals(ALONE);
        if (beganAlone && !flags.isAlone()) {
            throw new IOException(owner + "of a cluster of its own, not of '" + listed(flags)
                    + "'; start it without --cluster.initial-members, or give it another --storage.path");
        }
        if (!beganAlone && flags.isAlone()) {
            throw new IOException(
                    owner + "of a cluster; start it with --cluster.initial-members=" + known.initialMembers());
        }
        if (!known.initialMembers().equals(listed(flags))) {
            if (!known.founded()) {
                throw new IOException(
                        owner + "of a cluster that begins with the members that the backup was restored for;"
                                + " start it with --cluster.initial-members=" + known.initialMembers()
                                + ", or restore the backup for other members to another folder");
            }
            logger.warn(
                    "--cluster.initial-members is not what the cluster began with ({}); the data folder has a"
                            + " configuration, which counts",
                    known.initialMembers());
        }
    }

    /** A member that has moved is to be known by another id: Raft never forgets the address of one. */
    private static DataFolder.Identity moved(DataFolder folder, DataFolder.Identity known, NodeConfig.Cluster flags)
            throws IOException {
        Optional<Configuration> members = StoredConfiguration.read(folder.path(), known.clusterId());
        Optional<MemberRef> before = members.flatMap(all -> all.all().stream()
                .filter(member -> member.id().equals(known.peer()))
                .findFirst());
        MemberRef now = new MemberRef(
                known.peer(), flags.self().raftAddress(), flags.self().adminAddress());
        if (before.isEmpty()
                && known.announced().filter(at -> !at.equals(announced(flags))).isPresent()) {
            DataFolder.Identity elsewhere = known.waitingElsewhere(freshId(flags), announced(flags));
            folder.mark(elsewhere);
            return elsewhere;
        }
        if (before.isEmpty() || before.get().equals(now) || members.get().all().size() == 1) {
            return known;
        }
        if (flags.join().isEmpty()) {
            throw new IOException("the other members know node '" + known.node() + "' at "
                    + before.get().spelled()
                    + ", and it is started at " + now.spelled() + "; start it where it was, or move it: start it with"
                    + " --cluster.join=HOST:ADMINPORT of another member, then run: quorumgate member replace "
                    + known.node() + " " + now.spelled());
        }
        DataFolder.Identity moving = known.moving(freshId(flags), announced(flags));
        folder.mark(moving);
        logger.info("this node moves from {} to {}", before.get().spelled(), now.spelled());
        return moving;
    }

    private static PeerId freshId(NodeConfig.Cluster flags) {
        return PeerId.fresh(flags.self().name(), new SecureRandom());
    }

    private static String announced(NodeConfig.Cluster flags) {
        return flags.self().raftAddress() + " " + flags.self().adminAddress();
    }

    private static String listed(NodeConfig.Cluster flags) {
        return flags.isAlone() ? ALONE : flags.initialMembers().canonical();
    }
}
