package dev.quorumgate.http;

import dev.quorumgate.config.ListenAddress;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.webconfig.WebConfigFile;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.Context;
import io.javalin.util.JavalinException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.channels.ServerSocketChannel;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web server: one handler for all paths and methods, which is the {@link Router}. */
public final class HttpServer implements Closeable {
    private static final Logger logger = LoggerFactory.getLogger(HttpServer.class);

    private static final int THREADS_MAX = 200;
    private static final int THREADS_MIN = 8;
    /** Bodies that are parsed at a time, which is work: more would only share the processors. */
    static final int PARSED_AT_ONCE_MAX = 32;
    /** Together with the bodies fewer than threads, so that health checks and answers to pushes find one. */
    static final int SCRAPES_MAX = 30;

    /** Answers of the query API, which are as long as a scrape; another few threads. */
    static final int API_READS_MAX = 10;

    /** Pages that are made at a time, which is work as well. */
    static final int PAGES_MAX = 8;

    /** Pages that wait for that, without a thread each. */
    static final int PAGES_WAITING_MAX = 100;

    private static final int CONNECTIONS_MAX = 10_000;
    private static final int ACCEPT_QUEUE = 1024;
    /** As Go's server; a grouping key may be long. */
    static final int REQUEST_HEADER_BYTES_MAX = 1 << 20;

    static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);

    static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final Duration idleTimeout;
    private final Javalin javalin;
    private final List<ServerConnector> connectors = new ArrayList<>();

    private final Passwords passwords = new Passwords();
    private final Optional<TlsServer> tls;

    /** @param passed the socket to listen on instead of the addresses of the configuration */
    private HttpServer(
            Router router,
            NodeConfig.Web web,
            WebConfigFile webConfig,
            Optional<ServerSocketChannel> passed,
            Duration idleTimeout)
            throws GeneralSecurityException {
        this.idleTimeout = idleTimeout;
        this.tls = webConfig.state().tls().isEmpty() ? Optional.empty() : Optional.of(new TlsServer(webConfig.state()));
        tls.ifPresent(server -> webConfig.onChange(server::reload));
        Guard guard = new Guard(webConfig::state, passwords, web);
        QueuedThreadPool pool = new QueuedThreadPool(THREADS_MAX, THREADS_MIN);
        pool.setName("http");
        javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.http.compressionStrategy = CompressionStrategy.NONE; // a scrape is compressed by its own rules
            config.http.asyncTimeout = 0; // every wait of ours ends by itself
            config.jetty.threadPool = pool;
            config.jetty.modifyHttpConfiguration(HttpServer::configure);
            config.jetty.modifyServer(server -> configure(server, guard));
            passed.ifPresentOrElse(
                    socket -> config.jetty.addConnector((server, http) -> connector(server, http, socket)),
                    () -> web.listenAddresses()
                            .forEach(address ->
                                    config.jetty.addConnector((server, http) -> connector(server, http, address))));
            // Runs for every path and method, known or not; nothing else is registered.
            config.routes.before(context -> answer(router, context, pool));
        });
    }

    /**
     * Listens on all addresses, or on the socket that systemd passes.
     *
     * @param webConfig is followed from now on
     * @throws IOException if one of them cannot be bound, or no socket is passed; the message says what to do
     */
    public static HttpServer start(NodeApi api, NodeConfig.Web web, WebConfigFile webConfig) throws IOException {
        return start(api.router(web), web, webConfig, IDLE_TIMEOUT);
    }

    /** @param idleTimeout how long a connection may stand still, within a request or between two */
    static HttpServer start(Router router, NodeConfig.Web web, WebConfigFile webConfig, Duration idleTimeout)
            throws IOException {
        Optional<ServerSocketChannel> passed =
                web.systemdSocket() ? Optional.of(PassedSocket.take(System.getenv())) : Optional.empty();
        HttpServer server;
        try {
            server = new HttpServer(router, web, webConfig, passed, idleTimeout);
        } catch (GeneralSecurityException e) {
            throw new IOException("--web.config.file: this Java cannot do TLS with it: " + e.getMessage(), e);
        }
        try {
            server.javalin.start();
        } catch (RuntimeException e) {
            server.connectors.forEach(ServerConnector::close);
            throw new IOException(bindFailure(e, web), e);
        }
        server.addresses()
                .forEach(address ->
                        logger.atInfo().addKeyValue("address", address).log("Listening on"));
        logger.atInfo()
                .addKeyValue("http2", server.tls.isPresent() && server.tls.get().http2())
                .log(server.tls.isPresent() ? "TLS is enabled." : "TLS is disabled.");
        webConfig.follow();
        return server;
    }

    /** What is listened on, in the order of the configuration, with the ports that the system may have chosen. */
    public List<ListenAddress> addresses() {
        return connectors.stream()
                .map(connector -> new ListenAddress(
                        connector.getHost() == null ? "" : connector.getHost(), connector.getLocalPort()))
                .toList();
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    /** Takes no new connections, lets requests end, and stops; at the end of its time without those that have not ended. */
    @Override
    public void close() {
        try {
            javalin.stop();
            logger.info("HTTP server stopped");
        } catch (JavalinException e) {
            if (!(e.getCause() instanceof TimeoutException)) {
                throw e;
            }
            logger.warn(
                    "HTTP server stopped; what was still under way after {} s was cut off", STOP_TIMEOUT.toSeconds());
        } finally {
            passwords.close();
        }
    }

    private static void answer(Router router, Context context, QueuedThreadPool pool) {
        context.skipRemainingHandlers();
        CompletableFuture<Void> answered = router.route(new Exchange(context.req(), context.res(), pool));
        if (!answered.isDone()) {
            context.future(() -> answered);
        }
    }

    private ServerConnector connector(Server server, HttpConfiguration http, ListenAddress address) {
        ServerConnector connector = added(new StoppingConnector(server, -1, connectionFactories(http)));
        if (!address.host().isEmpty()) {
            connector.setHost(address.host());
        }
        connector.setPort(address.port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        try {
            connector.open(); // here, so that a port in use is told once and in our words
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connector;
    }

    private ServerConnector connector(Server server, HttpConfiguration http, ServerSocketChannel passed) {
        try {
            return added(new PassedSocket(server, passed, connectionFactories(http)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerConnector added(ServerConnector connector) {
        connector.setIdleTimeout(idleTimeout.toMillis());
        connectors.add(connector);
        return connector;
    }

    private ConnectionFactory[] connectionFactories(HttpConfiguration http) {
        return tls.map(each -> each.connectionFactories(new HttpConfiguration(http)))
                .orElseGet(() -> new ConnectionFactory[] {new HttpConnectionFactory(http)});
    }

    private static void configure(HttpConfiguration http) {
        http.setUriCompliance(UriCompliance.UNSAFE); // what is wrong with a path, the router says better
        http.setRequestHeaderSize(REQUEST_HEADER_BYTES_MAX);
        // An authority in the request line counts, whatever Host says: RFC 9112, section 3.2.2.
        http.setHttpCompliance(
                HttpCompliance.RFC9110.with("with absolute targets", HttpCompliance.Violation.MISMATCHED_AUTHORITY));
        http.setSendServerVersion(false);
    }

    private static void configure(Server server, Guard guard) {
        server.setRequestLog(new AccessLog());
        server.setStopTimeout(STOP_TIMEOUT.toMillis());
        server.insertHandler(new ServerWideOptions());
        server.insertHandler(guard);
        server.insertHandler(new GracefulHandler());
        server.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, server));
        server.setErrorHandler((request, response, callback) -> {
            PlainErrors.write(request, response, callback);
            return true;
        });
    }

    private static String bindFailure(Throwable failure, NodeConfig.Web web) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return "--web.listen-address: cannot listen on " + web.listenAddresses() + ": "
                        + ListenAddress.refusal(String.valueOf(cause.getMessage()));
            }
        }
        return "--web.listen-address: cannot listen on " + web.listenAddresses() + ": " + failure.getMessage();
    }
}
