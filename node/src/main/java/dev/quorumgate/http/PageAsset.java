package dev.quorumgate.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A file that pages need. It is asked for each time, and sent when it has changed: nodes of two versions may stand behind one address. */
final class PageAsset implements Route {
    private static final Map<String, String> TYPES = Map.of(
            "page.css", "text/css; charset=utf-8",
            "page.js", "text/javascript; charset=utf-8",
            "icon.svg", "image/svg+xml",
            "README.md", Answer.PLAIN_TEXT);

    private final byte[] content;
    private final String type;
    private final String tag;

    private PageAsset(String name, String type) {
        try (InputStream in = PageAsset.class.getResourceAsStream("/page/" + name)) {
            if (in == null) {
                throw new IllegalStateException("/page/" + name + " is missing in this program");
            }
            this.content = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
        this.type = type;
        this.tag = "\"" + digest(content) + "\"";
    }

    /** All of them, by path below the prefix. */
    static Map<String, Resource> resources() {
        Map<String, Resource> resources = new TreeMap<>();
        TYPES.forEach((name, type) ->
                resources.put("/static/" + name, Resource.readable("static", new PageAsset(name, type))));
        return resources;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange, RequestPath path) throws IOException {
        exchange.response().setHeader("ETag", tag);
        exchange.response().setHeader("Cache-Control", "no-cache");
        exchange.response().setHeader("X-Content-Type-Options", "nosniff");
        if (tag.equals(exchange.request().getHeader("If-None-Match"))) {
            Answer.empty(exchange.response(), 304);
        } else {
            Answer.contentType(exchange.response(), type);
            PageAnswer.sendCompressed(exchange, 200, content);
        }
        return DONE;
    }

    private static String digest(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
