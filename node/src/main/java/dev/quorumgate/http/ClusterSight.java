package dev.quorumgate.http;

import dev.quorumgate.cluster.ClusterView;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.ReplicationFigures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How a node sees its cluster.
 *
 * @param id of the cluster; empty while a joining node has not been told
 * @param initial members, told while the configuration in the log is not known
 * @param status of replication, as the node knows it by itself; empty while it starts
 * @param figures of replication; empty while it starts
 * @param report what the node says of itself
 * @param pushesRefused whether no pushes are stored for want of room, as far as the node knows
 * @param survey asks all members, for so long at most; does not fail
 */
public record ClusterSight(
        Supplier<String> id,
        List<NodeStatus.Address> initial,
        Supplier<Optional<NodeStatus>> status,
        Supplier<Optional<ReplicationFigures>> figures,
        Supplier<NodeReport> report,
        BooleanSupplier pushesRefused,
        Function<Duration, CompletableFuture<ClusterView>> survey) {}
