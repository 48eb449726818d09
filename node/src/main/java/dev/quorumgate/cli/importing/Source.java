package dev.quorumgate.cli.importing;

import dev.quorumgate.cli.CliException;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.importing.Losses.Loss;
import dev.quorumgate.groups.GroupSelector;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A Pushgateway that is read: first its scrape, then its query API, group by group. Used by one thread. */
public final class Source {
    private static final String PROTOBUF = "application/vnd.google.protobuf";

    /** With names as they are; who does not know that escapes nothing anyway. */
    private static final String SCRAPE_FORMAT =
            PROTOBUF + ";proto=io.prometheus.client.MetricFamily;encoding=delimited;escaping=allow-utf-8";

    private static final int OK = 200;

    private final SourceAddress address;
    private final SourceRequests requests;
    private final Duration patience;
    private String version = "";
    private String telemetryPath = "/metrics";

    private Source(SourceAddress address, Duration patience) {
        this.address = address;
        this.requests = new SourceRequests(address, patience);
        this.patience = patience;
    }

    /**
     * A gateway that answers.
     *
     * @param patience for each answer to begin, and to go on
     * @throws CliException if it does not, or is none
     */
    public static Source open(SourceAddress address, Duration patience) throws InterruptedException {
        Source source = new Source(address, patience);
        source.readData("/api/v1/status", source::takeStatus);
        return source;
    }

    /** What it says that its version is. */
    public String version() {
        return version;
    }

    /**
     * Reads all groups.
     *
     * @param losses gets what cannot be carried over
     */
    public void read(GroupSelector selector, Losses losses, Consumer<SourceGroup> taker) throws InterruptedException {
        ScrapeIndex scrape = scrape(losses);
        boolean isScraped = losses.count(Loss.SCRAPE) == 0;
        GroupReader reader = new GroupReader(scrape, selector, isScraped, losses);
        readData("/api/v1/metrics", element -> reader.read(element).ifPresent(taker));
        scrape.unseen().forEach((family, count) -> losses.add(Loss.ONLY_SCRAPED, count, family));
    }

    private ScrapeIndex scrape(Losses losses) throws InterruptedException {
        HttpResponse<InputStream> answer = requests.ask(telemetryPath, SCRAPE_FORMAT);
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (answer.statusCode() != OK || !type.startsWith(PROTOBUF)) {
            losses.add(
                    Loss.SCRAPE,
                    telemetryPath + " answers " + answer.statusCode() + ", " + type + SourceRequests.told(answer));
            return ScrapeIndex.empty();
        }
        try (InputStream body = new BufferedInputStream(new UnstalledStream(answer.body(), patience))) {
            return ScrapeIndex.read(body);
        } catch (IOException e) {
            losses.add(Loss.SCRAPE, telemetryPath + ": " + e.getMessage());
            return ScrapeIndex.empty();
        }
    }

    private void takeStatus(Object data) throws SourceException {
        if (data instanceof Map<?, ?> status) {
            version = JsonTrees.string(JsonTrees.map(status, "build_information"), "version");
            // Where it is told otherwise.
            Optional.ofNullable(JsonTrees.map(status, "flags").get("web.telemetry-path"))
                    .filter(path -> path instanceof String text && text.matches("/[\\w./%~-]*"))
                    .ifPresent(path -> telemetryPath = path.toString());
        }
    }

    private void readData(String path, JsonTrees.Taker taker) throws InterruptedException {
        try (InputStream body = requests.get(path)) {
            JsonTrees.readData(body, taker);
        } catch (SourceException e) {
            throw new CliException(ExitCode.FAILED, address + path + ": " + e.getMessage());
        } catch (IOException e) {
            throw new CliException(ExitCode.UNREACHABLE, address + path + ": the answer broke off: " + e.getMessage());
        }
    }
}
