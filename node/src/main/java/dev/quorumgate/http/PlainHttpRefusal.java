package dev.quorumgate.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;

/** Tells whoever speaks without TLS that this is the mistake, as Go's server does; nothing of what it says is read. */
final class PlainHttpRefusal extends DetectorConnectionFactory {
    private static final String HEAD = "HTTP/1.0 400 Bad Request\r\n\r\n";
    private static final String TEXT = "Client sent an HTTP request to an HTTPS server.\n";

    PlainHttpRefusal(SslConnectionFactory tls) {
        super(tls);
    }

    @Override
    protected void nextProtocol(Connector connector, EndPoint client, ByteBuffer received) {
        Callback close = Callback.from(client::close, failure -> client.close());
        client.write(close, ByteBuffer.wrap((HEAD + TEXT).getBytes(StandardCharsets.US_ASCII)));
    }
}
