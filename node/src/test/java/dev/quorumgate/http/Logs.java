package dev.quorumgate.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What is logged while it is open: by whomever at WARN and above, what an operator is called for, or by one class. */
final class Logs implements AutoCloseable {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger chosen;
    private final @Nullable Level levelBefore;
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)
                    || event.getLoggerName().equals(chosen.getName())) {
                events.add(event);
            }
        }
    };

    private Logs(Logger chosen, Level level) {
        this.chosen = chosen;
        levelBefore = chosen.getLevel();
        chosen.setLevel(level);
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
    }

    static Logs open() {
        return open(Level.WARN, Logs.class);
    }

    /** With what one class says from a level on. */
    static Logs open(Level level, Class<?> of) {
        return new Logs((Logger) LoggerFactory.getLogger(of), level);
    }

    List<ILoggingEvent> events() {
        return List.copyOf(events);
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        chosen.setLevel(levelBefore);
        appender.stop();
    }
}
