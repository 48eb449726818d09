package dev.quorumgate.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/** Log events as lines with the original's keys: {@code ts}, {@code level}, {@code caller}, {@code msg}, then the event's own. */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Clients write some of the texts, and paths may have a megabyte. */
    private static final int VALUE_MAX = 4096;

    private final LineFormat format;

    LineEncoder(LineFormat format) {
        this.format = format;
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(256);
        format.begin(line);
        format.add(line, "ts", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
        format.add(line, "level", event.getLevel().toString().toLowerCase(Locale.ROOT));
        format.add(line, "caller", simpleName(event.getLoggerName()));
        format.add(line, "msg", bounded(event.getFormattedMessage()));
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                if (pair.value instanceof Number number && Double.isFinite(number.doubleValue())) {
                    format.add(line, pair.key, number);
                } else {
                    format.add(line, pair.key, bounded(String.valueOf(pair.value)));
                }
            }
        }
        if (event.getThrowableProxy() != null) {
            format.add(line, "stack", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        format.end(line);
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    private static String bounded(String value) {
        return value.length() <= VALUE_MAX
                ? value
                : value.substring(0, VALUE_MAX) + "... (" + value.length() + " characters)";
    }

    private static String simpleName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
