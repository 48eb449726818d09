package dev.quorumgate.http;

import dev.quorumgate.api.GroupPage;
import dev.quorumgate.api.GroupQuery;
import dev.quorumgate.api.GroupsV2;
import dev.quorumgate.api.InvalidParameterException;
import dev.quorumgate.api.Parameters;
import dev.quorumgate.cluster.Alarm;
import dev.quorumgate.cluster.ClusterView;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.TooMuchToMatchException;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.telemetry.NodeInfo;
import dev.quorumgate.ui.ClusterPage;
import dev.quorumgate.ui.Frame;
import dev.quorumgate.ui.GroupView;
import dev.quorumgate.ui.GroupsPage;
import dev.quorumgate.ui.Pages;
import dev.quorumgate.ui.SearchText;
import dev.quorumgate.ui.StatusPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The pages for people. They are there with or without a majority, and say how current they are. */
final class PageRoutes {
    /** Groups on a page of the list. */
    private static final String LIMIT = "50";

    private final PageViews views;
    private final PageTurns turns;
    private final LinearizableReads reads;
    private final NodeInfo info;
    private final ClusterSight cluster;
    private final NodeConfig.Web web;
    private final NameRules names;

    PageRoutes(
            PageViews views,
            PageTurns turns,
            LinearizableReads reads,
            NodeInfo info,
            ClusterSight cluster,
            NodeConfig.Web web,
            NameRules names) {
        this.views = views;
        this.turns = turns;
        this.reads = reads;
        this.info = info;
        this.cluster = cluster;
        this.web = web;
        this.names = names;
    }

    /** By path below the prefix. */
    Map<String, Resource> resources() {
        Map<String, Resource> resources = new HashMap<>();
        resources.put("/", Resource.readable("status", this::groups));
        resources.put("/group", Resource.readable("group", this::group));
        resources.put("/group.txt", Resource.readable("group", this::text));
        resources.put("/cluster", Resource.readable("cluster", this::cluster));
        resources.put("/status", Resource.readable("status", this::status));
        resources.putAll(PageAsset.resources());
        return resources;
    }

    /** Answers with a page of what was seen. */
    private interface Use<T> {
        void of(T seen) throws RequestException, IOException;
    }

    /** The state, and what the members say. */
    private record Sight(PageViews.Seen seen, ClusterView view) {}

    private CompletableFuture<Void> seen(Exchange exchange, Use<PageViews.Seen> use) {
        return use(exchange, views.see(), use);
    }

    private <T> CompletableFuture<Void> use(Exchange exchange, CompletableFuture<T> coming, Use<T> use) {
        return coming.thenComposeAsync(seen -> turns.make(() -> use.of(seen), exchange.pool()), exchange.pool());
    }

    private CompletableFuture<Void> groups(Exchange exchange, RequestPath path) {
        Map<String, List<String>> given = parameters(exchange);
        SearchText search = new SearchText(given.getOrDefault("q", List.of("")).get(0));
        return seen(exchange, seen -> {
            Frame frame = views.frame(exchange, Frame.Tab.GROUPS, seen);
            if (PageAnswer.isKnown(exchange, frame, seen.groups())) {
                return;
            }
            GroupsPage page;
            int status = 200;
            try {
                page = groups(seen, search, given);
            } catch (InvalidParameterException | TooMuchToMatchException e) {
                status = 400;
                page = GroupsPage.mistaken(
                        search, GroupQuery.USUAL_ORDER, seen.groups(), String.valueOf(e.getMessage()));
            }
            PageAnswer.send(exchange, status, Pages.groups(frame, page, web.telemetryPath()));
        });
    }

    private GroupsPage groups(PageViews.Seen seen, SearchText search, Map<String, List<String>> given)
            throws InvalidParameterException, TooMuchToMatchException {
        GroupQuery query = query(given, search);
        GroupPage page = GroupPage.of(seen.groups(), query);
        if (page.groups().isEmpty() && page.total() > 0) {
            // All of the last page has been deleted: the one before it is the last one now.
            page = GroupPage.of(seen.groups(), query(behind(page.previousCursor(), given), search));
        }
        return GroupsPage.of(
                search, query.order(), seen.groups(), page, query.selector().choosesAnyJob(), web.adminApi(), names);
    }

    private static Map<String, List<String>> behind(Optional<String> cursor, Map<String, List<String>> given) {
        Map<String, List<String>> parameters = new TreeMap<>(given);
        parameters.remove("cursor");
        cursor.ifPresent(place -> parameters.put("cursor", List.of(place)));
        return parameters;
    }

    /** What the same search is for {@code /api/v2/groups}. */
    private static GroupQuery query(Map<String, List<String>> given, SearchText search)
            throws InvalidParameterException {
        Map<String, List<String>> parameters = new TreeMap<>(search.parameters());
        parameters.put("limit", List.of(LIMIT));
        for (String name : List.of("sort", "order", "cursor")) {
            if (given.containsKey(name)) {
                parameters.put(name, given.getOrDefault(name, List.of()));
            }
        }
        return GroupQuery.of(Parameters.of(parameters, GroupQuery.parameters()));
    }

    private CompletableFuture<Void> group(Exchange exchange, RequestPath path) {
        Optional<GroupingKey> key = key(exchange);
        return seen(exchange, seen -> {
            Frame frame = views.frame(exchange, Frame.Tab.GROUPS, seen);
            Optional<Group> group = key.flatMap(it -> GroupsV2.find(seen.groups(), it));
            if (group.isEmpty()) {
                PageAnswer.send(exchange, 404, Pages.failure(frame, "No such group", missing(key)));
            } else if (!PageAnswer.isKnown(exchange, frame, seen.groups())) {
                PageAnswer.send(exchange, 200, Pages.group(frame, seen.groups(), group.get(), names));
            }
        });
    }

    private CompletableFuture<Void> text(Exchange exchange, RequestPath path) {
        Optional<GroupingKey> key = key(exchange);
        return reads.answer(exchange, (groups, out) -> {
            Optional<Group> group = key.flatMap(it -> GroupsV2.find(groups, it));
            if (group.isEmpty()) {
                throw new RequestException(404, missing(key));
            }
            Answer.contentType(exchange.response(), Answer.PLAIN_TEXT);
            exchange.response().setHeader("X-Content-Type-Options", "nosniff");
            out.write(GroupView.text(groups, group.get()));
        });
    }

    private static String missing(Optional<GroupingKey> key) {
        return key.map(it -> "There is no group " + it + " now. It may have been deleted.")
                .orElse(
                        "A group is named by its labels, each of them once, and one of them is job: group?job=some_job");
    }

    private CompletableFuture<Void> cluster(Exchange exchange, RequestPath path) {
        CompletableFuture<ClusterView> asked = cluster.survey().apply(views.patience());
        return use(
                exchange,
                views.see().thenCombine(asked, Sight::new),
                sight -> cluster(exchange, sight.seen, sight.view));
    }

    private void cluster(Exchange exchange, PageViews.Seen seen, ClusterView view) throws IOException {
        NodeReport own = cluster.report().get();
        List<Alarm> alarms = Stream.concat(
                        own.alarms().stream(),
                        view.reports().values().stream()
                                .filter(report -> !report.self().equals(own.self()))
                                .flatMap(report -> report.alarms().stream()))
                .toList();
        Frame frame = views.frame(
                exchange, Frame.Tab.CLUSTER, seen, own, alarms, view.pushesRefusedBecause(seen.isCurrent()));
        ClusterPage page = ClusterPage.of(cluster.id().get(), own, view, seen.isCurrent());
        PageAnswer.send(exchange, 200, Pages.cluster(frame, page));
    }

    private CompletableFuture<Void> status(Exchange exchange, RequestPath path) {
        return seen(exchange, seen -> {
            StatusPage page = StatusPage.of(
                    info.build(),
                    info.flags(),
                    info.startedAt(),
                    seen.groups(),
                    cluster.id().get(),
                    cluster.report().get(),
                    cluster.figures().get(),
                    web.telemetryPath());
            PageAnswer.send(exchange, 200, Pages.status(views.frame(exchange, Frame.Tab.STATUS, seen), page));
        });
    }

    private static Map<String, List<String>> parameters(Exchange exchange) {
        String query = exchange.request().getQueryString();
        return Query.parameters(query == null ? "" : query);
    }

    /** Each parameter is a label; empty if they make no key. */
    private static Optional<GroupingKey> key(Exchange exchange) {
        List<Label> labels = new ArrayList<>();
        try {
            parameters(exchange).forEach((name, values) -> values.forEach(value -> labels.add(new Label(name, value))));
            return Optional.of(GroupingKey.of(labels));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
