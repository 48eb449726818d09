package dev.quorumgate.http;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** One connection of HTTP/2, whose streams a test begins, ends and breaks off as it likes. */
final class Http2Client implements AutoCloseable {
    /** Nothing here takes so long; it only ends tests that wait for what does not come. */
    private static final int PATIENCE_SECONDS = 60;

    private static final int ROOM = 1 << 16;

    private final HTTP2Client client;
    private final int port;
    private final Session session;

    /** A request and what becomes of it. */
    static final class Exchanged implements Stream.Listener {
        private final CompletableFuture<Integer> status = new CompletableFuture<>();
        private final CompletableFuture<Integer> reset = new CompletableFuture<>();
        private final CompletableFuture<Stream> stream = new CompletableFuture<>();

        @Override
        public void onHeaders(Stream answered, HeadersFrame frame) {
            if (frame.getMetaData() instanceof MetaData.Response response) {
                status.complete(response.getStatus());
            }
        }

        @Override
        public void onReset(Stream broken, ResetFrame frame, Callback callback) {
            reset.complete(frame.getError());
            callback.succeeded();
        }

        @Override
        public void onFailure(Stream broken, int error, String reason, Throwable failure, Callback callback) {
            status.completeExceptionally(failure);
            callback.succeeded();
        }

        /** Sends a part of the body. */
        void send(String data, boolean isLast) {
            Stream open = stream.join();
            open.data(
                    new DataFrame(open.getId(), ByteBuffer.wrap(data.getBytes(StandardCharsets.UTF_8)), isLast),
                    Callback.NOOP);
        }

        /** Says that the client does not want it any more. */
        void cancel() throws Exception {
            Stream open = stream.join();
            wait(open.reset(new ResetFrame(open.getId(), ErrorCode.CANCEL_STREAM_ERROR.code)));
        }

        int status() throws Exception {
            return wait(status);
        }

        /** Waits until the server breaks it off. */
        void awaitReset() throws Exception {
            wait(reset);
        }

        private static <T> T wait(CompletableFuture<T> future) throws Exception {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Connects to a server with TLS, whatever certificate it has. */
    Http2Client(TestServer server) throws Exception {
        this(server, ROOM);
    }

    /** @param room bytes of each answer that are taken; more are not read */
    Http2Client(TestServer server, int room) throws Exception {
        ClientConnector connector = new ClientConnector();
        connector.setSslContextFactory(new SslContextFactory.Client(true));
        client = new HTTP2Client(connector);
        client.setInitialStreamRecvWindow(room);
        client.start();
        port = server.port();
        session = Exchanged.wait(client.connect(
                connector.getSslContextFactory(), new InetSocketAddress("localhost", port), new Session.Listener() {}));
    }

    /** Begins a request; of its answer nothing but the status is read. */
    Exchanged begin(String method, String path, boolean hasBody) throws Exception {
        MetaData.Request request = new MetaData.Request(
                method, HttpURI.from("https://localhost:" + port + path), HttpVersion.HTTP_2, HttpFields.EMPTY);
        Exchanged exchanged = new Exchanged();
        exchanged.stream.complete(
                Exchanged.wait(session.newStream(new HeadersFrame(request, null, !hasBody), exchanged)));
        return exchanged;
    }

    /** Breaks the connection off. */
    @Override
    public void close() {
        ((HTTP2Session) session).getEndPoint().close();
        LifeCycle.stop(client);
    }
}
