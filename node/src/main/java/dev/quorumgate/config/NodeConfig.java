package dev.quorumgate.config;

import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.Members;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The configuration of a node. Made by {@link NodeConfigReader} alone; each part of the program gets its own part of it.
 *
 * @param storage the data folder
 */
public record NodeConfig(Web web, Path storage, Cluster cluster, Push push, Scrape scrape, Raft raft, Log log) {
    /**
     * HTTP.
     *
     * @param telemetryPath of the scrape, without the prefix
     * @param routePrefix empty, or with a leading and without a trailing slash
     */
    public record Web(List<ListenAddress> listenAddresses, String telemetryPath, String routePrefix) {}

    /**
     * This node among others.
     *
     * @param self this node
     * @param initialMembers with {@code self}
     * @param isAlone whether no member list was given
     * @param listenAddress for Raft
     * @param adminListenAddress for the questions of other nodes
     */
    public record Cluster(
            Member self,
            Members initialMembers,
            boolean isAlone,
            ListenAddress listenAddress,
            ListenAddress adminListenAddress) {}

    /**
     * Pushes.
     *
     * @param checked whether they are held against what other groups have
     * @param bodyBytesMax before and after decompression
     * @param timeout how long they are held
     */
    public record Push(boolean checked, int bodyBytesMax, Duration timeout) {}

    /**
     * Scrapes.
     *
     * @param timeout how long they may wait for a majority
     * @param maxStaleness how old a view may be served without one; zero for never
     */
    public record Scrape(Duration timeout, Duration maxStaleness) {}

    /** Replication. */
    public record Raft(Duration electionTimeout, long snapshotEntries, long snapshotLogBytes) {}

    /** Logs. */
    public record Log(Level level, Format format) {
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
