package dev.quorumgate.clustertests.harness;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** A proxy that shows a node below a path of which the node knows nothing, and gives it another host name, as nginx does. */
public final class StrippingProxy {
    private static final List<String> PASSED_ON =
            List.of("Accept", "Content-Type", "If-None-Match", "Origin", "Sec-Fetch-Site", "Cookie");
    private static final List<String> PASSED_BACK =
            List.of("Content-Type", "ETag", "Cache-Control", "Content-Security-Policy");

    private final LocalServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String path;
    private final String target;

    private StrippingProxy(LocalServer server, String path, String target) {
        this.server = server;
        this.path = path;
        this.target = target;
    }

    /**
     * Listens until the test ends.
     *
     * @param path that is taken away, without a slash at the end
     * @param target what is put before the rest
     */
    public static StrippingProxy start(TestRun run, String path, String target) throws IOException {
        LocalServer server = LocalServer.create();
        StrippingProxy proxy = new StrippingProxy(server, path, target);
        server.start(run, path + "/", proxy::pass);
        return proxy;
    }

    /** Of the node, as users have it; without a slash at the end. */
    public String url() {
        return "http://" + server.address() + path;
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            String asked = exchange.getRequestURI().toString();
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target + asked.substring(path.length())))
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()));
            for (String name : PASSED_ON) {
                exchange.getRequestHeaders()
                        .getOrDefault(name, List.of())
                        .forEach(value -> request.header(name, value));
            }
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            for (String name : PASSED_BACK) {
                response.headers()
                        .firstValue(name)
                        .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
            }
            byte[] body = response.body();
            exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
