package dev.quorumgate.admin;

import dev.quorumgate.api.GroupPage;
import dev.quorumgate.api.GroupQuery;
import dev.quorumgate.api.GroupSize;
import dev.quorumgate.api.InvalidParameterException;
import dev.quorumgate.api.SelectorParser;
import dev.quorumgate.cluster.ClusterAdmin;
import dev.quorumgate.cluster.RefusedException;
import dev.quorumgate.exposition.ExpositionFormat;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.GroupSelector;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.Selection;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.proto.admin.DeleteGroupsReply;
import dev.quorumgate.proto.admin.DeleteGroupsRequest;
import dev.quorumgate.proto.admin.GetGroupReply;
import dev.quorumgate.proto.admin.GetGroupRequest;
import dev.quorumgate.proto.admin.GroupSummary;
import dev.quorumgate.proto.admin.ListGroupsRequest;
import dev.quorumgate.proto.admin.WipeReply;
import dev.quorumgate.proto.admin.WipeRequest;
import dev.quorumgate.rpc.Outbox;
import dev.quorumgate.scrape.Compression;
import dev.quorumgate.scrape.Scrape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Groups: to look at, and to delete. Any node reads and writes, as over HTTP. */
final class GroupCalls {
    private static final Logger logger = LoggerFactory.getLogger(GroupCalls.class);

    private static final int LIMIT = 100;
    private static final int LIMIT_MAX = 100_000;
    private static final int NAMED_MAX = 20;

    private final ClusterAdmin admin;
    private final GroupAccess groups;

    GroupCalls(ClusterAdmin admin, GroupAccess groups) {
        this.admin = admin;
        this.groups = groups;
    }

    void list(ListGroupsRequest request, Patience patience, Outbox<GroupSummary> out) throws Exception {
        int limit = request.getLimit() == 0 ? LIMIT : Math.min(request.getLimit(), LIMIT_MAX);
        GroupQuery query = GroupQuery.of(selector(request.getSelector()), request.getSort(), Math.max(1, limit));
        Groups view = view(patience);
        for (Group group : GroupPage.of(view, query).groups()) {
            out.send(summary(view, group));
        }
    }

    GetGroupReply get(GetGroupRequest request, Patience patience) throws Exception {
        GroupingKey key = GroupKeys.of(request.getLabelsList(), groups.names());
        Groups view = view(patience);
        Group group = view.byKey().get(key);
        if (group == null) {
            throw Errors.notFound("there is no group " + key);
        }
        return GetGroupReply.newBuilder()
                .setSummary(summary(view, group))
                .setExposition(text(view, group))
                .build();
    }

    DeleteGroupsReply delete(DeleteGroupsRequest request, Patience patience) throws Exception {
        if (request.getSelector().isEmpty()) {
            throw Errors.invalid("a selector is needed, such as {job=\"x\"}; to delete everything there is wipe");
        }
        GroupSelector selector = selector(request.getSelector());
        Groups view = view(patience);
        List<Group> matching = new Selection(selector, Selection.STEPS_MAX).from(view.byKey());
        DeleteGroupsReply.Builder reply = DeleteGroupsReply.newBuilder().setGroups(matching.size());
        if (request.getDryRun()) {
            matching.stream().limit(NAMED_MAX).forEach(group -> reply.addMatching(summary(view, group)));
            return reply.build();
        }
        OptionalLong expected =
                request.hasExpectedCount() ? OptionalLong.of(request.getExpectedCount()) : OptionalLong.empty();
        Outcome outcome = patience.await(
                groups.log().append(new Command.DeleteMatching(selector, expected, Selection.STEPS_MAX)));
        if (outcome instanceof Outcome.UnexpectedCount unexpected) {
            throw new RefusedException(
                    unexpected.matching() + " groups match, which is not the expected count; nothing was deleted",
                    Optional.empty(),
                    "look at them again with --dry-run",
                    false);
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            throw Errors.invalid(rejected.reason());
        }
        long deleted = outcome instanceof Outcome.Accepted accepted ? accepted.deletedGroups() : 0;
        logger.atInfo()
                .addKeyValue("selector", selector)
                .addKeyValue("groups", deleted)
                .log("deleted groups");
        return reply.setGroups(deleted).build();
    }

    WipeReply wipe(WipeRequest request, Patience patience) throws Exception {
        Groups view = view(patience);
        WipeReply.Builder reply =
                WipeReply.newBuilder().setGroups(view.byKey().size()).setSeries(view.seriesCount());
        if (request.getDryRun()) {
            return reply.build();
        }
        if (!request.getClusterId().equals(admin.clusterId())) {
            throw new RefusedException(
                    request.getClusterId().isEmpty()
                            ? "to delete all groups, the id of the cluster must be typed"
                            : "'" + request.getClusterId() + "' is not the id of this cluster",
                    Optional.empty(),
                    "'quorumgate status' shows the id; --cluster-id gives it",
                    false);
        }
        Outcome outcome = patience.await(groups.log().append(new Command.Wipe()));
        long deleted = outcome instanceof Outcome.Accepted accepted ? accepted.deletedGroups() : 0;
        logger.atWarn().addKeyValue("groups", deleted).log("wiped: all groups are deleted");
        return reply.setGroups(deleted).build();
    }

    private Groups view(Patience patience) throws Exception {
        return patience.await(groups.reader().linearizable());
    }

    private static GroupSelector selector(String text) throws InvalidParameterException {
        return SelectorParser.selector(text.isEmpty() ? List.of() : List.of(text));
    }

    static GroupSummary summary(Groups view, Group group) {
        return summary(group, GroupSize.of(view, group));
    }

    static GroupSummary summary(Group group, GroupSize size) {
        return GroupSummary.newBuilder()
                .addAllLabels(GroupKeys.messages(group.key()))
                .setPushNanos(group.pushTimeNanos())
                .setFailureNanos(group.failure().timeNanos())
                .setFailureReason(group.failure().reason())
                .setFailureSource(group.failure().source())
                .setFamilies(group.familyNames().size())
                .setSeries(size.series())
                .setBytes(size.bytes())
                .build();
    }

    private static String text(Groups view, Group group) throws IOException {
        List<MetricFamily> families = new ArrayList<>();
        for (String name : group.familyNames()) {
            view.family(group.key(), name).ifPresent(held -> families.add(held.family()));
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        new Scrape(
                        Groups.EMPTY,
                        families,
                        ExpositionFormat.negotiate("text/plain; version=0.0.4; escaping=allow-utf-8"))
                .write(Compression.IDENTITY, text);
        return text.toString(StandardCharsets.UTF_8);
    }
}
