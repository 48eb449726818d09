package dev.quorumgate.http;

import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.CommandLog;
import dev.quorumgate.groups.GroupsReader;
import dev.quorumgate.groups.PushLimits;
import dev.quorumgate.groups.PushRules;
import dev.quorumgate.groups.StoreLimits;
import dev.quorumgate.telemetry.NodeInfo;
import dev.quorumgate.telemetry.NodeMetrics;
import dev.quorumgate.telemetry.Readiness;
import dev.quorumgate.telemetry.RefusalTally;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Everything that HTTP offers, and what it needs for that.
 *
 * @param nodeName of this node, for answers
 * @param confirmsLeadership asks a majority whether this node leads
 * @param refusals where pushes that are refused are counted by job
 * @param quit has the node stopped soon, and may be called again
 */
public record NodeApi(
        String nodeName,
        CommandLog log,
        GroupsReader reader,
        Supplier<CompletableFuture<Boolean>> confirmsLeadership,
        Readiness readiness,
        NodeMetrics metrics,
        RefusalTally refusals,
        NodeInfo info,
        ClusterSight cluster,
        NodeConfig.Push push,
        NodeConfig.Limits limits,
        NodeConfig.Scrape scrape,
        Runnable quit) {
    /** Memory for request bodies, as a part of the heap. */
    private static final int HEAP_SHARE = 4;

    Router router(NodeConfig.Web web) {
        return router(
                web,
                new Uploads(
                        Runtime.getRuntime().maxMemory() / HEAP_SHARE,
                        HttpServer.PARSED_AT_ONCE_MAX,
                        Pace.DEFAULT,
                        Pace.WANTED_BY_OTHERS),
                new SendingSlots(HttpServer.SCRAPES_MAX, Pace.WANTED_BY_OTHERS, "scrapes"));
    }

    Router router(NodeConfig.Web web, Uploads uploads, SendingSlots scrapes) {
        HealthRoutes health = new HealthRoutes(readiness, reader, confirmsLeadership);
        Map<String, Resource> fixed = new HashMap<>();
        fixed.put("/-/healthy", Resource.readable("healthy", health::healthy));
        fixed.put("/-/ready", Resource.readable("ready", health::ready));
        fixed.put("/-/leader", Resource.readable("leader", health::leader));
        fixed.put(
                web.telemetryPath(),
                Resource.readable("", new ScrapeRoute(reader, metrics, nodeName, scrape.maxStaleness(), scrapes)));
        OwnSite own = new OwnSite(web);
        RefusedPushes refused = new RefusedPushes(metrics, refusals);
        OutcomeResponses responses = new OutcomeResponses(refused);
        if (web.adminApi()) {
            fixed.put(WipeRoute.PATH, new WipeRoute(log, responses).resource(own));
        }
        QuitRoutes quitting = new QuitRoutes(web.lifecycle(), quit, own);
        fixed.put(QuitRoutes.PATH, quitting.belowPrefix(!web.routePrefix().isEmpty()));
        Map<String, Resource> outside = Map.of(QuitRoutes.PATH, quitting.outsidePrefix());
        LinearizableReads reads = new LinearizableReads(
                reader, new SendingSlots(HttpServer.API_READS_MAX, Pace.WANTED_BY_OTHERS, "answers of the query API"));
        fixed.putAll(new ApiV1Routes(reads, info).resources());
        PushBodyReader bodies = new PushBodyReader(push.bodyBytesMax(), names(), uploads);
        ApiV2Routes v2 = new ApiV2Routes(
                new GroupRoutesV2(reads, log, names(), web.adminApi()),
                new NodeRoutesV2(nodeName, info, cluster.initial(), cluster.status(), readiness, reader),
                new MultiPushRoute(bodies, reads, log, pushRules(), refused),
                own,
                web.routePrefix());
        fixed.putAll(v2.resources());
        PageViews views = new PageViews(nodeName, reader, readiness, cluster, web);
        PageTurns turns = new PageTurns(HttpServer.PAGES_MAX, HttpServer.PAGES_WAITING_MAX);
        // What an operator has put at one of their paths stays there.
        new PageRoutes(views, turns, reads, info, cluster, web, names())
                .resources()
                .forEach(fixed::putIfAbsent);
        List<Resource.Area> areas = List.of(
                new Resource.Area(GroupingKeyPath::matches, group(bodies, responses, refused, own)),
                v2.group(),
                ApiV1Routes.anything());
        return new Router(web.routePrefix(), fixed, outside, areas, metrics, uploads);
    }

    private Resource group(PushBodyReader bodies, OutcomeResponses responses, RefusedPushes refused, OwnSite own) {
        NameRules names = names();
        Route put = new PushRoute(names, bodies, log, responses, refused, Command.Scope.GROUP, pushRules());
        Route post = new PushRoute(names, bodies, log, responses, refused, Command.Scope.NAMED_FAMILIES, pushRules());
        Route delete = own.only(new DeleteRoute(names, log, responses));
        return new Resource(
                "DELETE, OPTIONS, POST, PUT",
                Map.of(
                        "PUT", new Resource.Endpoint("push", new MeasuredPush(put, metrics)),
                        "POST", new Resource.Endpoint("push", new MeasuredPush(post, metrics)),
                        "DELETE", new Resource.Endpoint("delete", delete)));
    }

    /** Which names metrics and labels may have. */
    public NameRules names() {
        return push.utf8Names() ? NameRules.UTF8 : NameRules.LEGACY;
    }

    /** What pushes are held against, in the words of the state machine. */
    public PushRules pushRules() {
        return new PushRules(
                push.checked(),
                new PushLimits(
                        limits.seriesPerPush(), limits.labels(), limits.labelNameBytes(), limits.labelValueBytes()),
                new StoreLimits(limits.groups(), limits.series()));
    }
}
