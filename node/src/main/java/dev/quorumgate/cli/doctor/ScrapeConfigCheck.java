package dev.quorumgate.cli.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Looks at the configuration of a Prometheus for what is easily got wrong: pushed series keep their labels, are scraped once,
 * often enough, and the counters of each node from that node.
 */
public final class ScrapeConfigCheck {
    private static final String CHECK = "scrape config";
    private static final String DEFAULT_PORT = "9091";

    /** After so long without a sample Prometheus takes a series for gone. */
    private static final Duration STALE = Duration.ofMinutes(5);

    private static final String TWO_JOBS =
            "have two jobs: one on the load balancer with params: {\"collect[]\": [pushed]}"
                    + " and honor_labels: true, and one on every node with params: {\"collect[]\": [node]}";

    private final Cluster cluster;
    private final Findings findings;

    /**
     * What is scraped.
     *
     * @param hosts of the members, as they call themselves
     * @param size number of members; 1 if nobody can be asked
     * @param jobs names of jobs that scrape it; empty when that is to be guessed
     */
    public record Cluster(Set<String> hosts, int size, List<String> jobs) {
        public Cluster {
            hosts = Set.copyOf(hosts);
            jobs = List.copyOf(jobs);
        }
    }

    private ScrapeConfigCheck(Cluster cluster, Findings findings) {
        this.cluster = cluster;
        this.findings = findings;
    }

    /**
     * Looks at a file.
     *
     * @param text of the file
     */
    public static void run(String text, Cluster cluster, Findings findings) {
        new ScrapeConfigCheck(cluster, findings).check(text);
    }

    private void check(String text) {
        Object file;
        try {
            file = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        } catch (YAMLException e) {
            findings.error(CHECK, "file", "it cannot be read as YAML: " + words(e), "promtool check config FILE");
            return;
        }
        List<ScrapeJob> jobs = file instanceof Map<?, ?> map
                ? ScrapeJob.all(map).stream().filter(this::isOurs).toList()
                : List.of();
        if (jobs.isEmpty()) {
            findings.error(
                    CHECK,
                    "file",
                    "no job in it scrapes this cluster, as far as can be seen",
                    "--scrape-job=NAME says which one does; otherwise " + TWO_JOBS);
            return;
        }
        int before = findings.size();
        jobs.forEach(this::check);
        checkTogether(jobs);
        findings.okUnlessMoreThan(
                before,
                CHECK,
                "jobs " + jobs.stream().map(ScrapeJob::name).collect(Collectors.joining(", ")),
                "nothing that is easily got wrong is wrong");
    }

    /** Without the lines around it, which the message shows: passwords may be in them. */
    private static String words(YAMLException failure) {
        return failure instanceof MarkedYAMLException marked && marked.getProblemMark() != null
                ? "line " + (marked.getProblemMark().getLine() + 1) + ": " + marked.getProblem()
                : failure.getClass().getSimpleName();
    }

    private boolean isOurs(ScrapeJob job) {
        if (!cluster.jobs().isEmpty()) {
            return cluster.jobs().contains(job.name());
        }
        String name = job.name().toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
        return name.contains("quorumgate")
                || name.contains("pushgateway")
                || !job.halves().isEmpty()
                || job.targets().stream()
                        .anyMatch(target -> cluster.hosts().contains(Host.of(target))
                                && Host.port(target).equals(DEFAULT_PORT));
    }

    private void check(ScrapeJob job) {
        String where = "job " + job.name();
        if (!job.unknownHalves().isEmpty()) {
            findings.error(
                    CHECK,
                    where,
                    "collect[]=" + job.unknownHalves().get(0) + " is answered with 400",
                    "pushed or node");
        }
        if (job.takesPushed()) {
            checkPushed(job, where);
        }
        if (cluster.size() > 1 && job.takesAll() && job.targets().size() == 1) {
            findings.error(
                    CHECK,
                    where,
                    "the nodes' own counters come from whichever node answers, and seem to be reset with each change",
                    TWO_JOBS);
        } else if (job.takesNodes() && !job.isDiscovered() && job.targets().size() < cluster.size()) {
            findings.warning(
                    CHECK,
                    where,
                    "it scrapes " + job.targets().size() + " of " + cluster.size() + " nodes",
                    "name every node in the job with collect[]=node");
        }
    }

    private void checkPushed(ScrapeJob job, String where) {
        if (!job.isHonoringLabels()) {
            findings.error(
                    CHECK,
                    where,
                    "without honor_labels the labels job and instance of pushed series become exported_job and"
                            + " exported_instance",
                    "honor_labels: true");
        }
        if (job.targets().size() > 1) {
            findings.error(
                    CHECK,
                    where,
                    "each pushed series is scraped from " + job.targets().size()
                            + " targets: samples collide, and end for a while when one target fails",
                    TWO_JOBS);
        } else if (job.isDiscovered() && cluster.size() > 1) {
            findings.warning(
                    CHECK,
                    where,
                    "its targets are discovered; if they are the nodes, each pushed series is scraped from several",
                    TWO_JOBS);
        }
        job.interval().ifPresent(interval -> checkInterval(interval, where));
    }

    private void checkInterval(Duration interval, String where) {
        if (interval.compareTo(STALE) >= 0) {
            findings.error(
                    CHECK,
                    where,
                    "scraped every " + interval.toSeconds()
                            + " s: after 300 s without a sample Prometheus takes a series for gone",
                    "scrape_interval: 1m, however rarely jobs push");
        } else if (interval.multipliedBy(2).compareTo(STALE) >= 0) {
            findings.warning(
                    CHECK,
                    where,
                    "scraped every " + interval.toSeconds() + " s: one failed scrape leaves a gap",
                    "scrape_interval: 1m, however rarely jobs push");
        }
    }

    private void checkTogether(List<ScrapeJob> jobs) {
        List<String> pushed = jobs.stream()
                .filter(ScrapeJob::takesPushed)
                .map(ScrapeJob::name)
                .toList();
        if (pushed.size() > 1) {
            findings.error(
                    CHECK,
                    "jobs " + String.join(", ", pushed),
                    "each pushed series is scraped by several jobs, and with honor_labels their samples collide",
                    TWO_JOBS);
        } else if (pushed.isEmpty()) {
            findings.error(CHECK, "file", "no job scrapes the pushed series", TWO_JOBS);
        }
        if (jobs.stream().noneMatch(ScrapeJob::takesNodes)) {
            findings.warning(
                    CHECK,
                    "file",
                    "no job scrapes the nodes' own metrics, of which alerts live",
                    "add a job on every node with params: {\"collect[]\": [node]}");
        }
    }
}
