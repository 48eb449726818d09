package dev.quorumgate.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** The description of {@code /api/v2}, with the path at which this node has it. */
final class OpenApi implements Route {
    private static final String RESOURCE = "/openapi.json";
    private static final String SERVER_OF_FILE = "\"url\": \"/api/v2\"";

    private final byte[] description;

    /** @param base path of the API on this node */
    OpenApi(String base) {
        try (InputStream in = OpenApi.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing in this program");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            description =
                    text.replace(SERVER_OF_FILE, "\"url\": \"" + base + "\"").getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange, RequestPath path) throws RequestException, IOException {
        QueryParameters.of(exchange);
        exchange.response().setContentType(JsonAnswer.JSON);
        Answer.body(exchange.response(), 200, description);
        return DONE;
    }
}
