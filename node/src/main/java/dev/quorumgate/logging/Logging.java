package dev.quorumgate.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.quorumgate.config.NodeConfig;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets logging up. */
public final class Logging {
    /** Libraries that tell much at INFO of what nobody who runs a gateway asks. */
    private static final List<String> CHATTY =
            List.of("org.apache.ratis", "org.eclipse.jetty", "io.javalin", "io.grpc", "io.prometheus");

    /** What these warn of, clients have done, and are told in the answer. */
    private static final List<String> ABOUT_CLIENTS =
            List.of("org.eclipse.jetty.http.HttpParser", "org.eclipse.jetty.util.HostPort");

    /** What these warn of at each try, and with a stack trace, this node tells itself when it matters. */
    private static final List<String> ABOUT_UNREACHABLE_MEMBERS = List.of(
            "io.grpc.internal.ManagedChannelImpl", "org.apache.ratis.thirdparty.io.grpc.internal.ManagedChannelImpl");

    /** Tells each request, at INFO. */
    private static final String ACCESS = "dev.quorumgate.http.AccessLog";

    private Logging() {}

    /** For verbs that work on files and tell themselves what goes wrong: what the libraries below have to say, nobody asked. */
    public static void silence() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
    }

    public static void configure(NodeConfig.Log log) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        LineEncoder encoder = log.format() == NodeConfig.Log.Format.JSON
                ? new LineEncoder(new JsonLine())
                : new LineEncoder(new LogfmtLine());
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        Level level = Level.toLevel(log.level().name());
        root.setLevel(level);
        for (String name : CHATTY) {
            // Not even with debug: thousands of lines a request would hide our own.
            context.getLogger(name).setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
        }
        ABOUT_CLIENTS.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        ABOUT_UNREACHABLE_MEMBERS.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        // Asked for by a flag of its own, it is not meant by --log.level.
        context.getLogger(ACCESS).setLevel(log.access() ? Level.INFO : Level.OFF);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
