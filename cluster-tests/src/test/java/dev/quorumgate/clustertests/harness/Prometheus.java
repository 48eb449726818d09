package dev.quorumgate.clustertests.harness;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A real Prometheus that scrapes one address every other second and answers PromQL. */
public final class Prometheus {
    private static final String FIRING = "ALERTS{alertstate=\"firing\"}";
    /** Well below what a broken one is waited for. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final Gateway http;

    /** A series, its samples in the order of time. */
    public record Series(Map<String, String> labels, List<Sample> samples) {}

    /** What one scrape gave; {@code millis} is when it began, since 1970. */
    public record Sample(long millis, double value) {}

    private Prometheus(Gateway http) {
        this.http = http;
    }

    /**
     * Starts one, which ends with the test; skips the test where Prometheus cannot be had.
     *
     * @param target {@code host:port} to scrape, as people scrape a Pushgateway: with {@code honor_labels}
     * @param half of what a node serves, {@code pushed} or {@code node}; all when empty
     */
    public static Prometheus start(TestRun run, String target, String half, String... flags)
            throws IOException, InterruptedException {
        return start(run, "prometheus", target, half, List.of(), List.of(flags));
    }

    /** Starts one that scrapes what was pushed in no other format than this one, as its configuration calls it. */
    public static Prometheus startFor(TestRun run, String target, String protocol)
            throws IOException, InterruptedException {
        return start(
                run,
                "prometheus-" + protocol,
                target,
                "pushed",
                List.of("    scrape_protocols: [" + protocol + "]"),
                List.of());
    }

    /** Starts one that scrapes with further settings of its job, lines of YAML: as people scrape what is protected. */
    public static Prometheus startWith(TestRun run, String target, List<String> settings)
            throws IOException, InterruptedException {
        return start(run, "prometheus", target, "", settings, List.of());
    }

    private static Prometheus start(
            TestRun run, String name, String target, String half, List<String> settings, List<String> flags)
            throws IOException, InterruptedException {
        Path configuration = Files.writeString(run.folder(name).resolve("prometheus.yml"), """
                global:
                  scrape_interval: 2s
                  scrape_timeout: 2s
                scrape_configs:
                  - job_name: gateway
                    honor_labels: true
                    params: {%s}
                    static_configs:
                      - targets: ['%s']
                %s
                """.formatted(
                        half.isEmpty() ? "" : "'collect[]': [" + half + "]", target, String.join("\n", settings)));
        return start(run, name, List.of(), configuration, "127.0.0.1:" + FreePorts.take(), flags);
    }

    /**
     * Starts one with a configuration of its own.
     *
     * @param prefix what must stand before its command
     * @param address {@code host:port} where it is to listen
     */
    static Prometheus start(
            TestRun run, String name, List<String> prefix, Path configuration, String address, List<String> flags)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                ClientTools.peer("prometheus").toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + run.folder(name).resolve("data"),
                "--web.listen-address=" + address));
        command.addAll(flags);
        run.process(name, command).start();
        Prometheus prometheus = new Prometheus(new Gateway(URI.create("http://" + address)));
        Waiting.until("Prometheus is ready", prometheus.http::isReady);
        return prometheus;
    }

    /** Lets it go on for so long; there must have been a scrape. */
    public void awaitTime(Duration span) {
        long end = lastScrapeMillis() + span.toMillis();
        for (long goal = 0; goal < end; ) {
            goal = Math.min(end, lastScrapeMillis() + LONGEST_WAIT.toMillis());
            long next = goal;
            Waiting.until("Prometheus has gone on for a while", () -> lastScrapeMillis() >= next);
        }
    }

    /** The alerts that fire now: what each is called, and the labels that say which one of its kind. */
    public Set<String> firing() {
        return names(query(FIRING));
    }

    /** The alerts that fired at any time since then, in milliseconds since 1970. */
    public Set<String> firedSince(long millis) {
        return names(history(FIRING).stream()
                .filter(alert -> alert.samples().stream().anyMatch(sample -> sample.millis() >= millis))
                .toList());
    }

    private static Set<String> names(List<Series> alerts) {
        return alerts.stream()
                .map(alert -> {
                    Map<String, String> labels = new TreeMap<>(alert.labels());
                    String name = labels.remove("alertname");
                    labels.keySet().removeAll(List.of("__name__", "alertstate", "severity"));
                    return name + labels;
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private long lastScrapeMillis() {
        return history("up").stream()
                .flatMap(series -> series.samples().stream())
                .mapToLong(Sample::millis)
                .max()
                .orElseThrow();
    }

    /** Waits until {@code count} more scrapes have been stored, failed ones included. */
    public void awaitScrapes(int count) {
        double goal = scrapes() + count;
        Waiting.until("Prometheus has scraped " + goal + " times", () -> scrapes() >= goal);
    }

    /** Waits until all that it scrapes was answered at the last scrape. */
    public void awaitGoodScrapes() {
        Waiting.until("Prometheus has scraped all well", () -> {
            List<Series> up = query("up");
            return !up.isEmpty()
                    && up.stream().allMatch(each -> each.samples().get(0).value() == 1);
        });
    }

    /** The value of an expression that gives one series. */
    public double value(String expression) {
        List<Series> series = query(expression);
        if (series.size() != 1) {
            throw new IllegalStateException(expression + " gives " + series);
        }
        return series.get(0).samples().get(0).value();
    }

    /** All samples since Prometheus was started of the series that a selector gives. */
    public List<Series> history(String selector) {
        return query(selector + "[1h]");
    }

    /** What an expression gives: with one sample for each series, or several when it asks for a range. */
    public List<Series> query(String expression) {
        String path = "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
        try {
            Answer answer = http.get(path);
            if (answer.status() != 200) {
                throw new IllegalStateException(expression + ": " + answer);
            }
            List<Series> all = new ArrayList<>();
            JsonObject data =
                    JsonParser.parseString(answer.text()).getAsJsonObject().getAsJsonObject("data");
            for (JsonElement each : data.getAsJsonArray("result")) {
                all.add(series(each.getAsJsonObject()));
            }
            return all;
        } catch (IOException e) {
            throw new IllegalStateException(expression, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(expression, e);
        }
    }

    private double scrapes() {
        return query("count_over_time(up[1h])").stream()
                .mapToDouble(series -> series.samples().get(0).value())
                .sum();
    }

    private static Series series(JsonObject object) {
        Map<String, String> labels = new TreeMap<>();
        object.getAsJsonObject("metric")
                .entrySet()
                .forEach(label -> labels.put(label.getKey(), label.getValue().getAsString()));
        List<Sample> samples = new ArrayList<>();
        if (object.has("value")) {
            samples.add(sample(object.getAsJsonArray("value")));
        } else if (object.has("values")) {
            object.getAsJsonArray("values").forEach(each -> samples.add(sample(each.getAsJsonArray())));
        } // the others are native histograms, which functions like histogram_count take apart
        return new Series(labels, samples);
    }

    private static Sample sample(JsonArray pair) {
        long millis = pair.get(0).getAsBigDecimal().movePointRight(3).longValueExact();
        return new Sample(millis, Exposition.number(pair.get(1).getAsString()));
    }
}
