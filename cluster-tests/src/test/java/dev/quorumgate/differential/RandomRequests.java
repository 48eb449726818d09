package dev.quorumgate.differential;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.xerial.snappy.SnappyFramedOutputStream;

/** The sequence of requests that a seed makes. */
final class RandomRequests {
    private static final int LENGTH_MAX = 20;
    private static final String PROTOBUF =
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
    private static final List<String> TEXT_TYPES = List.of(
            "text/plain; version=0.0.4",
            "text/plain",
            "application/x-www-form-urlencoded",
            ";;;",
            "application/json",
            "application/vnd.google.protobuf",
            "text/plain; version=0.0.4; charset=utf-8",
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=Delimited",
            "application/vnd.google.protobuf; proto=x; encoding=delimited");
    private static final List<String> PROTOBUF_TYPES = List.of(
            PROTOBUF,
            PROTOBUF,
            "application/vnd.google.protobuf;encoding=delimited;proto=io.prometheus.client.MetricFamily",
            "Application/Vnd.Google.Protobuf; PROTO=io.prometheus.client.MetricFamily; Encoding=\"delimited\"; escaping=values");
    private static final List<String> ACCEPTS = List.of(
            "*/*",
            "text/plain",
            "text/html",
            "application/json",
            "text/plain;version=0.0.4;q=0.5",
            PROTOBUF,
            PROTOBUF + ";q=0.3,text/plain;q=0.7",
            "application/vnd.google.protobuf",
            "text/plain;version=0.0.4;escaping=dots",
            "text/plain;version=0.0.4;escaping=values",
            "text/plain;version=0.0.4;escaping=underscores",
            "text/plain;version=0.0.4;escaping=nope",
            ";;;",
            "");
    private static final List<String> ACCEPTED_ENCODINGS = List.of(
            "gzip", "identity", "gzip;q=0", "*", "GZIP", "deflate", "gzip, identity", "identity;q=0.5, gzip", "");

    private final Chance chance;
    private final RandomTargets targets;
    private final RandomTexts texts;
    private final RandomMessages messages;
    private final Damage damage;

    private RandomRequests(long seed) {
        this.chance = new Chance(seed);
        this.targets = new RandomTargets(chance);
        this.texts = new RandomTexts(chance);
        this.messages = new RandomMessages(chance);
        this.damage = new Damage(chance);
    }

    static List<Request> of(long seed) {
        RandomRequests random = new RandomRequests(seed);
        int length = 1 + random.chance.below(LENGTH_MAX);
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            requests.add(random.next());
        }
        requests.add(scrapeOfMessages());
        requests.add(Request.of("GET", "/api/v1/metrics"));
        return requests;
    }

    /** What shows all that was pushed, also what the text does not tell. */
    static Request scrapeOfMessages() {
        return Request.of("GET", "/metrics?collect[]=pushed", "Accept: " + PROTOBUF);
    }

    private Request next() {
        return switch (chance.below(20)) {
            case 0 ->
                Request.of(chance.of("GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "HEAD"), targets.other());
            case 1 -> Request.of(chance.of("GET", "OPTIONS", "PATCH", "HEAD"), targets.group());
            case 2 -> scrape();
            case 3, 4 -> Request.delete(targets.group());
            default -> push();
        };
    }

    private Request scrape() {
        List<String> headers = new ArrayList<>();
        if (!chance.oneIn(4)) {
            headers.add("Accept: " + chance.of(ACCEPTS));
        }
        if (chance.oneIn(3)) {
            headers.add("Accept-Encoding: " + chance.of(ACCEPTED_ENCODINGS));
        }
        return Request.of("GET", "/metrics", headers.toArray(String[]::new));
    }

    private Request push() {
        boolean protobuf = chance.oneIn(4);
        ByteString body = protobuf ? messages.body() : ByteString.copyFromUtf8(texts.body());
        if (chance.oneIn(6)) {
            body = damage.of(body);
        } else if (!protobuf && chance.oneIn(6)) {
            body = ByteString.copyFromUtf8(damage.line());
        }
        List<String> headers = new ArrayList<>();
        if (protobuf) {
            headers.add("Content-Type: " + chance.of(PROTOBUF_TYPES));
        } else if (chance.oneIn(3)) {
            headers.add("Content-Type: " + chance.of(TEXT_TYPES));
        }
        if (chance.oneIn(8)) {
            body = encoded(body, headers);
        }
        return new Request(chance.oneIn(3) ? "POST" : "PUT", targets.group(), headers, body);
    }

    private ByteString encoded(ByteString body, List<String> headers) {
        String encoding =
                chance.of("gzip", "gzip", "snappy", "GZIP", "identity", "deflate", "x-gzip", "zstd", "gzip, gzip");
        headers.add("Content-Encoding: " + encoding);
        ByteString coded = switch (encoding) {
            case "gzip", "GZIP", "x-gzip" -> chance.oneIn(6) ? gzip(body).concat(gzip(body)) : gzip(body);
            case "snappy" -> snappy(body);
            default -> body;
        };
        return switch (chance.below(12)) {
            case 0 -> damage.of(coded);
            case 1 -> coded.substring(0, chance.below(coded.size() + 1));
            case 2 -> body;
            case 3 -> ByteString.EMPTY;
            default -> coded;
        };
    }

    private interface Wrapping {
        OutputStream around(OutputStream out) throws IOException;
    }

    private static ByteString gzip(ByteString body) {
        return wrapped(body, GZIPOutputStream::new);
    }

    private static ByteString snappy(ByteString body) {
        return wrapped(body, SnappyFramedOutputStream::new);
    }

    private static ByteString wrapped(ByteString body, Wrapping wrapping) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = wrapping.around(bytes)) {
            body.writeTo(out);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        }
        return ByteString.copyFrom(bytes.toByteArray());
    }
}
