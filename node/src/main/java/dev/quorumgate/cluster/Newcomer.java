package dev.quorumgate.cluster;

import java.util.Optional;

/**
 * A node that asks to be taken in.
 *
 * @param clusterId of its data folder; empty while it has not been told
 * @param formerly as the others know it while they do not know that it has moved
 * @param logFormatMax highest format of log entries that it reads
 * @param storeFormatMax highest format of the store that it reads
 * @param ready whether its Raft part runs and can be sent entries
 */
public record Newcomer(
        String clusterId,
        MemberRef node,
        String incarnation,
        Optional<PeerId> formerly,
        String version,
        int logFormatMax,
        int storeFormatMax,
        boolean ready) {}
