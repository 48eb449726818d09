package dev.quorumgate.config;

import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.Members;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of a node. Made by {@link NodeConfigReader} alone; each part of the program gets its own part of it.
 *
 * @param storage the data folder
 * @param storageReserveBytes room to keep free on its disk
 * @param shutdownDelay how long a node that is told to stop goes on serving
 * @param shownFlags for people
 * @param warnings what an operator should know about these settings, a sentence each
 */
public record NodeConfig(
        Web web,
        Path storage,
        long storageReserveBytes,
        Duration shutdownDelay,
        Cluster cluster,
        Push push,
        Limits limits,
        Scrape scrape,
        Raft raft,
        Log log,
        ShownFlags shownFlags,
        List<String> warnings) {
    /**
     * HTTP.
     *
     * @param listenAddresses without effect with {@code systemdSocket}
     * @param systemdSocket whether to serve on the sockets that systemd passes
     * @param configFile TLS, passwords and so on, in the format of the Prometheus exporters
     * @param publicHealth whether health is told without a password
     * @param externalUrl under which users reach this node, without a slash at the end; empty for where it listens
     * @param telemetryPath of the scrape, without the prefix
     * @param routePrefix empty, or with a leading and without a trailing slash
     * @param lifecycle whether HTTP may stop the node
     * @param adminApi whether HTTP may delete everything
     */
    public record Web(
            List<ListenAddress> listenAddresses,
            boolean systemdSocket,
            Optional<Path> configFile,
            boolean publicHealth,
            Optional<String> externalUrl,
            String telemetryPath,
            String routePrefix,
            boolean lifecycle,
            boolean adminApi) {
        /** What listens on these addresses and is as by default otherwise. */
        public static Web on(List<ListenAddress> listenAddresses) {
            return new Web(
                    listenAddresses, false, Optional.empty(), false, Optional.empty(), "/metrics", "", false, false);
        }
    }

    /**
     * This node among others.
     *
     * @param self this node
     * @param initialMembers with {@code self}
     * @param isAlone whether neither a member list was given nor a cluster to join
     * @param join admin addresses, {@code host:port}, of members of the cluster to wait at; empty for none
     * @param listenAddress for Raft
     * @param adminListenAddress for operators and the questions of other nodes
     * @param tls of the traffic between nodes; empty for none
     * @param adminTls of the admin port; empty for none
     */
    public record Cluster(
            Member self,
            Members initialMembers,
            boolean isAlone,
            List<String> join,
            ListenAddress listenAddress,
            ListenAddress adminListenAddress,
            Optional<TlsFiles> tls,
            Optional<TlsFiles> adminTls) {
        public Cluster {
            join = List.copyOf(join);
        }
    }

    /** PEM files for mutual TLS: what to show, and whom to believe. */
    public record TlsFiles(Path certificate, Path key, Path authorities) {}

    /**
     * Pushes.
     *
     * @param checked whether they are held against what other groups have
     * @param utf8Names whether names may be of any characters
     * @param bodyBytesMax before and after decompression
     * @param timeout how long they are held
     */
    public record Push(boolean checked, boolean utf8Names, int bodyBytesMax, Duration timeout) {}

    /**
     * How much may be stored and pushed; {@link #NONE} for any number.
     *
     * @param groups stored
     * @param series stored in all groups together, as {@code Groups.seriesCount} counts
     * @param seriesPerPush in one push
     * @param labels of a series, grouping labels included
     * @param labelNameBytes in UTF-8
     * @param labelValueBytes in UTF-8
     */
    public record Limits(
            long groups, long series, long seriesPerPush, long labels, long labelNameBytes, long labelValueBytes) {
        public static final long NONE = Long.MAX_VALUE;

        public static final Limits UNLIMITED = new Limits(NONE, NONE, NONE, NONE, NONE, NONE);
    }

    /**
     * Scrapes.
     *
     * @param timeout how long they may wait for a majority
     * @param maxStaleness how old a view may be served without one; zero for never
     */
    public record Scrape(Duration timeout, Duration maxStaleness) {}

    /** Replication. */
    public record Raft(Duration electionTimeout, long snapshotEntries, long snapshotLogBytes) {}

    /**
     * Logs.
     *
     * @param access whether each HTTP request is logged
     */
    public record Log(Level level, Format format, boolean access) {
        public enum Level {
            DEBUG,
            INFO,
            WARN,
            ERROR
        }

        public enum Format {
            LOGFMT,
            JSON
        }
    }
}
