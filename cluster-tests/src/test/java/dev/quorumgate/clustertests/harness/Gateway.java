package dev.quorumgate.clustertests.harness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A node as its clients see it. Nothing is ever tried a second time. Calls may overlap. */
public final class Gateway {
    /** Longer than any time-out of a node: it is the node that must end the waiting. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String PUSHED = "/metrics?collect%5B%5D=pushed";
    private static final String NODE = "/metrics?collect%5B%5D=node";

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI base;

    public Gateway(URI base) {
        this.base = base;
    }

    /** {@code http://host:port}. */
    public String url() {
        return base.toString();
    }

    /** PUT: replaces the group, {@code /job/x/name/value}. */
    public Answer push(String group, String body) throws IOException, InterruptedException {
        return send(pushRequest(group, body));
    }

    /** PUT, without waiting for the answer. */
    public CompletableFuture<Answer> pushAsync(String group, String body) {
        return sendAsync(pushRequest(group, body));
    }

    /** POST: replaces the metrics of the same names in the group. */
    public Answer pushAdd(String group, String body) throws IOException, InterruptedException {
        return send(request("/metrics" + group).POST(BodyPublishers.ofString(body)));
    }

    /** PUT of a body in another format. */
    public Answer push(String group, String contentType, byte[] body) throws IOException, InterruptedException {
        return send(
                request("/metrics" + group).header("Content-Type", contentType).PUT(BodyPublishers.ofByteArray(body)));
    }

    /** POST of any body to any path. */
    public Answer post(String path, String contentType, String body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
    }

    public Answer delete(String group) throws IOException, InterruptedException {
        return send(request("/metrics" + group).DELETE());
    }

    /** Any request, its path as it is to stand there. */
    public Answer send(String method, String path, String body) throws IOException, InterruptedException {
        BodyPublisher publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return send(request(path).method(method, publisher));
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    /** What is there in one of the formats that {@code accept} names. */
    public Answer get(String path, String accept) throws IOException, InterruptedException {
        return send(request(path).header("Accept", accept));
    }

    /** All that a Prometheus would get. */
    public Answer scrape() throws IOException, InterruptedException {
        return get("/metrics");
    }

    /** The pushed series alone: the same bytes on every node at one log index. */
    public Answer scrapePushed() throws IOException, InterruptedException {
        return get(PUSHED);
    }

    public CompletableFuture<Answer> scrapePushedAsync() {
        return sendAsync(request(PUSHED));
    }

    /** What the node says of itself. */
    public Exposition nodeMetrics() throws IOException, InterruptedException {
        Answer answer = get(NODE);
        if (answer.status() != 200) {
            throw new IOException(url() + " answers a scrape with " + answer);
        }
        return Exposition.parse(answer.text());
    }

    public boolean isReady() throws InterruptedException {
        return isOk("/-/ready");
    }

    /** Whether the node leads, and a majority has just confirmed that. */
    public boolean isLeader() throws InterruptedException {
        return isOk("/-/leader");
    }

    private boolean isOk(String path) throws InterruptedException {
        try {
            return get(path).status() == 200;
        } catch (IOException e) {
            return false; // it does not run
        }
    }

    private HttpRequest.Builder pushRequest(String group, String body) {
        BodyPublisher publisher = BodyPublishers.ofString(body);
        return request("/metrics" + group).PUT(publisher);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    }

    private static Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        return answer(CLIENT.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8)), begun);
    }

    private static CompletableFuture<Answer> sendAsync(HttpRequest.Builder request) {
        long begun = System.nanoTime();
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8))
                .thenApply(response -> answer(response, begun));
    }

    private static Answer answer(HttpResponse<String> response, long begun) {
        return new Answer(
                response.statusCode(),
                response.headers(),
                response.body(),
                Duration.ofNanos(System.nanoTime() - begun));
    }
}
