package dev.quorumgate.http;

import dev.quorumgate.api.NodeV2;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.groups.GroupsReader;
import dev.quorumgate.telemetry.NodeInfo;
import dev.quorumgate.telemetry.Readiness;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What a node knows by itself, told with or without a majority. */
final class NodeRoutesV2 {
    private final String nodeName;
    private final NodeInfo info;
    private final List<NodeStatus.Address> initialMembers;
    private final Supplier<Optional<NodeStatus>> status;
    private final Readiness readiness;
    private final GroupsReader reader;

    NodeRoutesV2(
            String nodeName,
            NodeInfo info,
            List<NodeStatus.Address> initialMembers,
            Supplier<Optional<NodeStatus>> status,
            Readiness readiness,
            GroupsReader reader) {
        this.nodeName = nodeName;
        this.info = info;
        this.initialMembers = initialMembers;
        this.status = status;
        this.readiness = readiness;
        this.reader = reader;
    }

    CompletableFuture<Void> cluster(Exchange exchange, RequestPath path) throws RequestException, IOException {
        QueryParameters.of(exchange);
        Optional<NodeStatus> known = status.get();
        // Nobody is asked here, unlike for /-/ready: it must answer whatever the others do.
        Optional<String> unready = readiness
                .unreadyBecause()
                .or(() -> known.filter(it -> it.leader().isEmpty()).map(it -> "this node knows no leader"));
        JsonAnswer.send(
                exchange, NodeV2.cluster(nodeName, initialMembers, known, unready, readiness.unhealthyBecause()));
        return Route.DONE;
    }

    CompletableFuture<Void> status(Exchange exchange, RequestPath path) throws RequestException, IOException {
        QueryParameters.of(exchange);
        JsonAnswer.send(
                exchange, NodeV2.status(info.build(), info.flags(), info.startedAt(), Instant.now(), reader.latest()));
        return Route.DONE;
    }
}
