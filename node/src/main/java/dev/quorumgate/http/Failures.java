package dev.quorumgate.http;

import dev.quorumgate.concurrent.Futures;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.QuietException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends requests that no route answers as it meant to: because the client is gone, or because of a fault of ours. */
final class Failures {
    private static final Logger logger = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /**
     * Answers with 500, or breaks the connection off where the answer has begun: half a scrape must not look like a whole
     * one. A fault is logged, once; that a client went away is nobody's fault.
     */
    static void end(Exchange exchange, Throwable failure) {
        Throwable cause = Futures.cause(failure);
        if (isOfConnection(cause)) {
            logger.debug("the client at {} is gone, or does not take its answer", exchange.source(), cause);
            exchange.abort();
            return;
        }
        logger.atError()
                .setCause(cause)
                .addKeyValue("method", exchange.method())
                .addKeyValue("path", exchange.request().getRequestURI())
                .addKeyValue("source", exchange.source())
                .log("a fault kept a request from being answered; please report it with this text");
        if (exchange.response().isCommitted()) {
            exchange.abort();
            return;
        }
        try {
            exchange.response().reset();
            exchange.refuse(new RequestException(
                    500,
                    "internal error, the log of this node says more; whether the request had an effect is unknown"));
        } catch (IOException e) {
            logger.debug("the client at {} is gone", exchange.source(), e);
            exchange.abort();
        }
    }

    /** Whether a failure to read or write says that the client did not go on in time. */
    static boolean isTimeout(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfConnection(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // The system's "connection reset" and "broken pipe" are a plain IOException, a stream that an HTTP/2 client
            // has
            // reset is an EOFException; other subclasses mean other things.
            if (cause instanceof QuietException
                    || cause instanceof EOFException
                    || cause instanceof TimeoutException
                    || cause instanceof ClosedChannelException
                    || cause instanceof SocketException
                    || cause.getClass() == IOException.class) {
                return true;
            }
        }
        return false;
    }
}
