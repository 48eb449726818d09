package dev.quorumgate.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LineEncoderTest {
    private static final LoggerContext CONTEXT = new LoggerContext();

    @Test
    void writesLogfmt() {
        LoggingEvent event = event("pushed metrics are \"bad\"");
        event.addKeyValuePair(new KeyValuePair("method", "PUT"));
        event.addKeyValuePair(new KeyValuePair("err", "a\nb"));
        event.addKeyValuePair(new KeyValuePair("empty", ""));

        assertThat(encoded(new LogfmtLine(), event))
                .isEqualTo("ts=2026-05-27T10:00:00.120Z level=warn caller=HttpServer"
                        + " msg=\"pushed metrics are \\\"bad\\\"\" method=PUT err=\"a\\nb\" empty=\"\"\n");
    }

    @Test
    void writesJson() {
        LoggingEvent event = event("tab\there");
        event.addKeyValuePair(new KeyValuePair("source", "127.0.0.1:1"));
        event.addKeyValuePair(new KeyValuePair("status", 200));
        event.addKeyValuePair(new KeyValuePair("duration_ms", 0.5));
        event.addKeyValuePair(new KeyValuePair("nothing", Double.NaN));

        assertThat(encoded(new JsonLine(), event))
                .isEqualTo("{\"ts\":\"2026-05-27T10:00:00.120Z\",\"level\":\"warn\",\"caller\":\"HttpServer\","
                        + "\"msg\":\"tab\\there\",\"source\":\"127.0.0.1:1\",\"status\":200,"
                        + "\"duration_ms\":0.5,\"nothing\":\"NaN\"}\n");
    }

    @Test
    void keepsAStackOnOneLine() {
        LoggingEvent event = new LoggingEvent(
                "", CONTEXT.getLogger("a.B"), Level.ERROR, "broken", new IllegalStateException("why"), null);

        String line = encoded(new LogfmtLine(), event);

        assertThat(line).contains("stack=\"java.lang.IllegalStateException: why\\n");
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    }

    @Test
    void cutsWhatClientsWroteTooLong() {
        LoggingEvent event = event("short");
        event.addKeyValuePair(new KeyValuePair("err", "x".repeat(1 << 20)));

        assertThat(encoded(new LogfmtLine(), event)).hasSizeLessThan(5000).endsWith("x... (1048576 characters)\"\n");
    }

    private static LoggingEvent event(String message) {
        LoggingEvent event = new LoggingEvent(
                "", CONTEXT.getLogger("dev.quorumgate.http.HttpServer"), Level.WARN, message, null, null);
        event.setInstant(Instant.parse("2026-05-27T10:00:00.12Z"));
        return event;
    }

    private static String encoded(LineFormat format, LoggingEvent event) {
        return new String(new LineEncoder(format).encode(event), StandardCharsets.UTF_8);
    }
}
