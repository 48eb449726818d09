package dev.quorumgate.app;

import dev.quorumgate.cluster.DataFolder;
import dev.quorumgate.config.NodeConfig;
import java.io.IOException;
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
     */
    static DataFolder.Identity of(DataFolder folder, NodeConfig.Cluster flags) throws IOException {
        Optional<DataFolder.Identity> known = folder.identity();
        if (known.isEmpty() || isUnused(known.get(), flags)) {
            // The name of the folder stays: those who met it in a first start that was given up still know it by that.
            String incarnation = known.map(DataFolder.Identity::incarnation)
                    .orElseGet(() -> UUID.randomUUID().toString());
            DataFolder.Identity fresh = fresh(flags, incarnation);
            folder.mark(fresh);
            return fresh;
        }
        check(folder, known.get(), flags);
        return known.get();
    }

    /** Whether the folder was marked by a first start that was given up, with other flags. */
    private static boolean isUnused(DataFolder.Identity known, NodeConfig.Cluster flags) {
        return !known.founded()
                && (!known.node().equals(flags.self().name())
                        || !known.initialMembers().equals(listed(flags)));
    }

    private static DataFolder.Identity fresh(NodeConfig.Cluster flags, String incarnation) {
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
            logger.warn(
                    "--cluster.initial-members is not what the cluster began with ({}); the data folder has a"
                            + " configuration, which counts",
                    known.initialMembers());
        }
    }

    private static String listed(NodeConfig.Cluster flags) {
        return flags.isAlone() ? ALONE : flags.initialMembers().canonical();
    }
}
