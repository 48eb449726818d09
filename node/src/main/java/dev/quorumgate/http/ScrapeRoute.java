package dev.quorumgate.http;

import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.exposition.ExpositionFormat;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.GroupsReader;
import dev.quorumgate.groups.ReadUnavailableException;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.scrape.Compression;
import dev.quorumgate.scrape.Scrape;
import dev.quorumgate.telemetry.NodeMetrics;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * GET and HEAD of the metrics: a linearizable view, written out. When no majority confirms one, and only if the operator
 * allowed it, the last one confirmed, for a while and marked as stale.
 */
final class ScrapeRoute implements Route {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String COLLECT = "collect[]";
    private static final String PUSHED = "pushed";
    private static final String NODE = "node";
    private static final int BUFFER_BYTES = 64 << 10;
    private static final long STALE_AFTER_MILLIS = 1000;
    /** Answers with the node's own half alone, which an operator is to get whatever becomes of the others. */
    private static final int NODE_SCRAPES_MAX = 20;

    private final GroupsReader reader;
    private final NodeMetrics metrics;
    private final String nodeName;
    private final Duration maxStaleness;
    private final SendingSlots slots;
    private final SendingSlots nodeSlots = new SendingSlots(NODE_SCRAPES_MAX, Pace.WANTED_BY_OTHERS, "scrapes");

    /**
     * A route with limits.
     *
     * @param maxStaleness how long after the last confirmed view it may still be served
     * @param slots for answers with the pushed half: a client that does not take its own keeps a thread
     */
    ScrapeRoute(GroupsReader reader, NodeMetrics metrics, String nodeName, Duration maxStaleness, SendingSlots slots) {
        this.slots = slots;
        this.reader = reader;
        this.metrics = metrics;
        this.nodeName = nodeName;
        this.maxStaleness = maxStaleness;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange, RequestPath path) throws RequestException {
        Set<String> halves = halves(exchange.request());
        long begun = System.nanoTime();
        if (!halves.contains(PUSHED)) {
            // Nothing replicated is in it, and an operator wants it most when there is no majority.
            return CompletableFuture.runAsync(
                    () -> written(() -> write(exchange, halves, reader.latest(), false)), exchange.pool());
        }
        return view().handleAsync(
                        (groups, failure) -> {
                            written(() -> answer(exchange, halves, begun, groups, failure));
                            return null;
                        },
                        exchange.pool());
    }

    private interface Writing {
        void run() throws RequestException, IOException;
    }

    private static void written(Writing writing) {
        try {
            writing.run();
        } catch (RequestException | IOException e) {
            throw new CompletionException(e);
        }
    }

    private CompletableFuture<Groups> view() {
        CompletableFuture<Groups> view = reader.linearizable();
        // Who allows a stale answer does not want it at the end of all patience.
        return maxStaleness.isZero() ? view : view.orTimeout(STALE_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void answer(
            Exchange exchange, Set<String> halves, long begun, @Nullable Groups groups, @Nullable Throwable failure)
            throws RequestException, IOException {
        if (groups != null) {
            metrics.observeScrapeWait((System.nanoTime() - begun) / NANOS_PER_SECOND);
            metrics.countScrape(NodeMetrics.ScrapeResult.CURRENT);
            write(exchange, halves, groups, false);
        } else if (mayServeStale()) {
            metrics.countScrape(NodeMetrics.ScrapeResult.STALE);
            write(exchange, halves, reader.latest(), true);
        } else {
            metrics.countScrape(NodeMetrics.ScrapeResult.REFUSED);
            Answer.error(exchange.response(), 503, reason(failure));
        }
    }

    private void write(Exchange exchange, Set<String> halves, Groups groups, boolean stale)
            throws RequestException, IOException {
        try (SendingSlots.Slot slot = (halves.contains(PUSHED) ? slots : nodeSlots).take(exchange)) {
            send(exchange, halves, groups, stale, new BufferedOutputStream(slot.out(), BUFFER_BYTES));
        }
    }

    private void send(Exchange exchange, Set<String> halves, Groups groups, boolean stale, OutputStream out)
            throws IOException {
        long begun = System.nanoTime();
        HttpServletRequest request = exchange.request();
        ExpositionFormat wanted = ExpositionFormat.negotiate(headerOrEmpty(request, "Accept"));
        Compression compression = AcceptEncoding.preferred(headerOrEmpty(request, "Accept-Encoding"));
        List<MetricFamily> own = new ArrayList<>();
        if (halves.contains(NODE)) {
            own.addAll(metrics.collect());
        }
        if (halves.contains(NODE) || stale) {
            own.add(metrics.staleMark(stale));
        }
        Scrape scrape = new Scrape(halves.contains(PUSHED) ? groups : Groups.EMPTY, own, wanted);
        HttpServletResponse response = exchange.response();
        response.setStatus(200);
        response.setContentType(scrape.format().contentType());
        response.setHeader("Vary", "Accept, Accept-Encoding");
        response.setHeader("Quorumgate-Node", nodeName);
        response.setHeader(
                "Quorumgate-Applied-Index", Long.toString(groups.position().appliedIndex()));
        response.setHeader(
                "Quorumgate-State-Hash",
                HexFormat.of().toHexDigits(groups.position().comparableHash()));
        if (stale) {
            response.setHeader("Quorumgate-Stale", "1");
        }
        if (compression != Compression.IDENTITY) {
            response.setHeader("Content-Encoding", compression.name().toLowerCase(Locale.ROOT));
        }
        if (exchange.method().equals("HEAD")) {
            out.flush(); // or a length of 0 would be told
            return;
        }
        scrape.write(compression, out);
        out.flush();
        metrics.observeScrapeWrite((System.nanoTime() - begun) / NANOS_PER_SECOND, scrape.hiddenFamilies());
    }

    private boolean mayServeStale() {
        return !maxStaleness.isZero()
                && reader.sinceConfirmed()
                        .filter(age -> age.compareTo(maxStaleness) <= 0)
                        .isPresent();
    }

    private String reason(@Nullable Throwable failure) {
        Throwable cause = failure == null ? null : Futures.cause(failure);
        if (cause instanceof ReadUnavailableException) {
            return String.valueOf(cause.getMessage());
        }
        if (cause instanceof TimeoutException) {
            return "no majority confirmed in " + STALE_AFTER_MILLIS
                    + " ms that this node is current; "
                    + reader.sinceConfirmed()
                            .map(age -> "it was " + age.toSeconds() + " s ago, which is more than"
                                    + " --scrape.max-staleness allows")
                            .orElse("none has since it was started");
        }
        throw new IllegalStateException("a read failed in a way that it must not", failure);
    }

    private static Set<String> halves(HttpServletRequest request) throws RequestException {
        String query = request.getQueryString();
        List<String> wanted = query == null ? List.of() : Query.values(query, COLLECT);
        if (wanted.isEmpty()) {
            return Set.of(PUSHED, NODE);
        }
        for (String half : wanted) {
            if (!half.equals(PUSHED) && !half.equals(NODE)) {
                throw new RequestException(
                        400, "unknown " + COLLECT + " value \"" + half + "\"; expected \"pushed\" or \"node\"");
            }
        }
        return new TreeSet<>(wanted);
    }

    private static String headerOrEmpty(HttpServletRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }
}
