package dev.quorumgate.cli.doctor;

import dev.quorumgate.config.Quantities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One scrape configuration of Prometheus, as far as it matters here.
 *
 * @param targets those that stand in the file
 * @param isDiscovered whether there may be others
 * @param halves values of {@code collect[]}
 * @param interval empty if it cannot be read
 */
record ScrapeJob(
        String name,
        List<String> targets,
        boolean isDiscovered,
        List<String> halves,
        boolean isHonoringLabels,
        Optional<Duration> interval) {
    private static final String PUSHED = "pushed";
    private static final String NODE = "node";
    private static final String INTERVAL = "scrape_interval";

    /** That of Prometheus. */
    private static final String INTERVAL_BY_DEFAULT = "1m";

    /** All of a file's jobs. */
    static List<ScrapeJob> all(Map<?, ?> file) {
        String interval = INTERVAL_BY_DEFAULT;
        if (file.get("global") instanceof Map<?, ?> global && global.get(INTERVAL) != null) {
            interval = String.valueOf(global.get(INTERVAL));
        }
        List<ScrapeJob> jobs = new ArrayList<>();
        for (Object each : list(file.get("scrape_configs"))) {
            if (each instanceof Map<?, ?> job) {
                jobs.add(of(job, interval));
            }
        }
        return jobs;
    }

    boolean takesPushed() {
        return halves.isEmpty() || halves.contains(PUSHED);
    }

    boolean takesNodes() {
        return halves.isEmpty() || halves.contains(NODE);
    }

    boolean takesAll() {
        return takesPushed() && takesNodes();
    }

    List<String> unknownHalves() {
        return halves.stream()
                .filter(half -> !half.equals(PUSHED) && !half.equals(NODE))
                .toList();
    }

    private static ScrapeJob of(Map<?, ?> job, String interval) {
        List<String> targets = new ArrayList<>();
        for (Object each : list(job.get("static_configs"))) {
            if (each instanceof Map<?, ?> config) {
                list(config.get("targets")).forEach(target -> targets.add(String.valueOf(target)));
            }
        }
        List<String> halves = new ArrayList<>();
        if (job.get("params") instanceof Map<?, ?> parameters) {
            list(parameters.get("collect[]")).forEach(half -> halves.add(String.valueOf(half)));
        }
        return new ScrapeJob(
                String.valueOf(job.get("job_name")),
                targets,
                job.keySet().stream().anyMatch(key -> String.valueOf(key).endsWith("_sd_configs")),
                halves,
                Boolean.TRUE.equals(job.get("honor_labels")),
                Quantities.duration(String.valueOf(job.containsKey(INTERVAL) ? job.get(INTERVAL) : interval)));
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
