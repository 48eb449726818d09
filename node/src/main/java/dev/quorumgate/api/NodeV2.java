package dev.quorumgate.api;

import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.groups.Groups;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** What a node knows of itself and its cluster, without asking anybody. */
public final class NodeV2 {
    private NodeV2() {}

    /**
     * The cluster as a node sees it.
     *
     * @param node its name
     * @param initial the members by its flags or its data folder, told while nothing better is known
     * @param status empty while it starts
     * @param unreadyBecause empty when it may be sent requests
     * @param unhealthyBecause empty when it is not beyond repair
     */
    public static JsonDocument cluster(
            String node,
            List<NodeStatus.Address> initial,
            Optional<NodeStatus> status,
            Optional<String> unreadyBecause,
            Optional<String> unhealthyBecause) {
        return JsonDocument.of(json -> {
            Optional<String> leader = status.flatMap(NodeStatus::leader);
            List<NodeStatus.Address> members = status.map(NodeStatus::members)
                    .filter(known -> !known.isEmpty())
                    .orElse(initial);
            json.writeStartObject();
            json.writeStringProperty("node", node);
            json.writeBooleanProperty("ready", unreadyBecause.isEmpty());
            json.writeStringProperty("unready_because", unreadyBecause.orElse(""));
            json.writeBooleanProperty("healthy", unhealthyBecause.isEmpty());
            json.writeStringProperty("unhealthy_because", unhealthyBecause.orElse(""));
            json.writeName("raft");
            status.ifPresentOrElse(known -> write(json, known), json::writeNull);
            json.writeName("members").writeStartArray();
            for (NodeStatus.Address member : members) {
                json.writeStartObject();
                json.writeStringProperty("name", member.name());
                json.writeStringProperty("raft_address", member.raftAddress());
                json.writeStringProperty("admin_address", member.adminAddress());
                json.writeBooleanProperty("votes", member.votes());
                json.writeBooleanProperty("self", member.name().equals(node));
                json.writeBooleanProperty(
                        "leader", leader.filter(member.name()::equals).isPresent());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, NodeStatus status) {
        json.writeStartObject();
        json.writeStringProperty("role", status.role().name().toLowerCase(Locale.ROOT));
        json.writeName("leader");
        status.leader().ifPresentOrElse(json::writeString, json::writeNull);
        json.writeNumberProperty("term", status.term());
        json.writeNumberProperty("commit_index", status.commitIndex());
        json.writeNumberProperty("applied_index", status.appliedIndex());
        json.writeNumberProperty("snapshot_index", status.snapshotIndex());
        json.writeNumberProperty("voters", status.voterCount());
        json.writeEndObject();
    }

    /**
     * What a node runs and how it was started.
     *
     * @param build by name, such as {@code version}
     * @param now to tell how long it has been running
     */
    public static JsonDocument status(
            Map<String, String> build, Map<String, String> flags, Instant startedAt, Instant now, Groups latest) {
        return JsonDocument.of(json -> {
            json.writeStartObject();
            json.writeName("build").writeStartObject();
            build.forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeStringProperty("started_at", new Timestamps(ZoneOffset.UTC).format(startedAt));
            json.writeNumberProperty("uptime_seconds", now.getEpochSecond() - startedAt.getEpochSecond());
            json.writeName("flags").writeStartObject();
            flags.forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeNumberProperty("groups", latest.byKey().size());
            json.writeNumberProperty("series", latest.seriesCount());
            json.writeNumberProperty("applied_index", latest.position().appliedIndex());
            json.writeEndObject();
        });
    }
}
