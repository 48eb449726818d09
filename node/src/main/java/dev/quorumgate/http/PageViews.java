package dev.quorumgate.http;

import dev.quorumgate.cluster.Alarm;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.GroupsReader;
import dev.quorumgate.groups.ReadUnavailableException;
import dev.quorumgate.telemetry.Readiness;
import dev.quorumgate.ui.Format;
import dev.quorumgate.ui.Frame;
import dev.quorumgate.ui.Notice;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What pages are made from. A scrape must be current or fail; a page is for people, who are better off with what this node has last
 * had and with being told so. That is decided within {@link #patience}, and at once where no leader is known.
 */
final class PageViews {
    private static final Logger logger = LoggerFactory.getLogger(PageViews.class);

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String THEME = "quorumgate-theme";

    private final String nodeName;
    private final GroupsReader reader;
    private final Readiness readiness;
    private final ClusterSight cluster;
    private final NodeConfig.Web web;

    PageViews(String nodeName, GroupsReader reader, Readiness readiness, ClusterSight cluster, NodeConfig.Web web) {
        this.nodeName = nodeName;
        this.reader = reader;
        this.readiness = readiness;
        this.cluster = cluster;
        this.web = web;
    }

    /** Why a view may miss writes, in a few words and in a sentence. */
    record Doubt(String title, String reason) {
        static Doubt noMajority(String reason) {
            return new Doubt("No majority.", reason);
        }
    }

    /**
     * A view.
     *
     * @param doubt empty when it shows every write that was acknowledged before
     */
    record Seen(Groups groups, Optional<Doubt> doubt) {
        boolean isCurrent() {
            return doubt.isEmpty();
        }
    }

    Duration patience() {
        return PATIENCE;
    }

    /** The best view that can be had soon; does not fail. Any thread may complete it. */
    CompletableFuture<Seen> see() {
        if (cluster.status().get().flatMap(NodeStatus::leader).isEmpty()) {
            return CompletableFuture.completedFuture(
                    stale(Doubt.noMajority("This node knows no leader at the moment.")));
        }
        return reader.linearizable()
                .thenApply(groups -> new Seen(groups, Optional.empty()))
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> stale(doubt(Futures.cause(failure))));
    }

    private static Doubt doubt(Throwable cause) {
        if (cause instanceof TimeoutException) {
            // The others may be silent, or this node slow to follow them: nobody knows yet.
            return new Doubt(
                    "Not confirmed.",
                    "Within " + PATIENCE.toMillis() + " ms no majority has confirmed that this node is current.");
        }
        if (!(cause instanceof ReadUnavailableException)) {
            logger.error("a read for a page failed in a way that it must not", cause);
        }
        return Doubt.noMajority(String.valueOf(cause.getMessage()));
    }

    private Seen stale(Doubt doubt) {
        return new Seen(reader.latest(), Optional.of(doubt));
    }

    /** What stands around a page. */
    Frame frame(Exchange exchange, Frame.Tab tab, Seen seen) {
        NodeReport own = cluster.report().get();
        return frame(exchange, tab, seen, own, own.alarms(), own.pushesRefusedBecause());
    }

    /**
     * What stands around a page that tells of other members as well.
     *
     * @param alarms of all that were asked
     * @param refusal why nothing that is pushed is stored, as far as anybody knows
     */
    Frame frame(
            Exchange exchange, Frame.Tab tab, Seen seen, NodeReport own, List<Alarm> alarms, Optional<String> refusal) {
        List<Notice> notices = new ArrayList<>();
        readiness.unhealthyBecause().ifPresent(reason -> notices.add(Notice.error("This node is broken.", reason)));
        notices.addAll(standing(seen));
        if (seen.isCurrent()) {
            refusal.or(() -> cluster.pushesRefused().getAsBoolean()
                            ? Optional.of("a disk has no room; the cluster page tells which")
                            : Optional.empty())
                    .ifPresent(reason -> notices.add(Notice.error("Pushes are refused:", sentence(reason))));
        }
        alarms.forEach(alarm -> notices.add(notice(alarm)));
        return new Frame(
                tab,
                nodeName,
                Format.role(own.role()) + (own.drained() ? ", drained" : ""),
                theme(exchange),
                base(exchange),
                seen.groups().position().appliedIndex(),
                Instant.now(),
                notices);
    }

    /** How far what is shown can be relied upon. */
    private List<Notice> standing(Seen seen) {
        List<Notice> notices = new ArrayList<>();
        readiness
                .unreadyBecause()
                .ifPresent(reason -> notices.add(Notice.warning(
                        "Not ready.",
                        sentence(reason)
                                + (seen.isCurrent()
                                        ? " What is shown is current."
                                        : " What is shown may be out of date."))));
        // One that starts or stops has lost nobody; but one that is drained takes part as before.
        if (notices.isEmpty() || readiness.isDrained()) {
            seen.doubt.map(this::notice).ifPresent(notices::add);
        }
        return notices;
    }

    private Notice notice(Doubt doubt) {
        String confirmed = reader.sinceConfirmed()
                .map(it -> " It was last confirmed to be current " + Format.span(it.toSeconds()) + " ago.")
                .orElse("");
        return Notice.error(
                doubt.title,
                sentence(doubt.reason) + " This page shows what node " + nodeName + " has, which may be out of date."
                        + confirmed
                        + " Without a majority nothing can be pushed or deleted through this node.");
    }

    private static Notice notice(Alarm alarm) {
        return Notice.error(
                alarm.kind() + " on " + alarm.member() + " since " + Format.second(alarm.since()) + ":",
                sentence(alarm.detail()));
    }

    private static String sentence(String text) {
        String upper = text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        return upper.endsWith(".") ? upper : upper + ".";
    }

    /** The address of this node as users reach it, as far as it can tell. */
    private String base(Exchange exchange) {
        return web.externalUrl().orElseGet(() -> {
            String host = exchange.authority().orElse("localhost");
            return exchange.request().getScheme() + "://" + host + web.routePrefix();
        });
    }

    private static String theme(Exchange exchange) {
        Cookie[] cookies = exchange.request().getCookies();
        for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
            if (cookie.getName().equals(THEME) && List.of("light", "dark").contains(cookie.getValue())) {
                return cookie.getValue();
            }
        }
        return "auto";
    }
}
