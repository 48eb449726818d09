package dev.quorumgate.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** Listens on an address, and when it stops lets requests end that are under way. */
class StoppingConnector extends ServerConnector {
    /** Of connections without a request, which a stop would otherwise wait for: each scraper keeps one open. */
    private static final Duration STOPPING_IDLE_TIMEOUT = Duration.ofMillis(500);

    private static final long LOOK_MILLIS = 200;

    /** @param acceptors threads that wait for connections; -1 for as many as the web server thinks right */
    StoppingConnector(Server server, int acceptors, ConnectionFactory... factories) {
        super(server, acceptors, 1, factories);
        setShutdownIdleTimeout(STOPPING_IDLE_TIMEOUT.toMillis());
    }

    /**
     * Tells HTTP/2 clients to send no more, and ends when their connections have. A request of theirs that waits for its
     * answer counts as idle and would be reset; a connection with one need not be hurried, since it ends by itself when its
     * requests have. One without may wait for a client that is gone.
     */
    @Override
    public CompletableFuture<Void> shutdown() {
        CompletableFuture<Void> stopped = super.shutdown();
        for (EndPoint client : getConnectedEndPoints()) {
            if (client.getConnection() instanceof SslConnection tls
                    && tls.getSslEndPoint().getConnection() instanceof HTTP2Connection http2) {
                if (!http2.getSession().getStreams().isEmpty()) {
                    client.setIdleTimeout(HttpServer.STOP_TIMEOUT.toMillis());
                }
                http2.getSession().goAway(GoAwayFrame.GRACEFUL, Callback.NOOP);
            }
        }
        getScheduler().schedule(this::hurryThoseThatHaveDone, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return stopped;
    }

    /** A connection whose client is gone was seen to stay when its last request ended just as the stop began. */
    private void hurryThoseThatHaveDone() {
        for (EndPoint client : getConnectedEndPoints()) {
            if (client.getConnection() instanceof SslConnection tls
                    && tls.getSslEndPoint().getConnection() instanceof HTTP2Connection http2
                    && http2.getSession().getStreams().isEmpty()
                    && client.getIdleTimeout() > STOPPING_IDLE_TIMEOUT.toMillis()) {
                client.setIdleTimeout(STOPPING_IDLE_TIMEOUT.toMillis());
            }
        }
        if (!getConnectedEndPoints().isEmpty()) {
            getScheduler().schedule(this::hurryThoseThatHaveDone, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
