package dev.quorumgate.differential;

import com.google.protobuf.ByteString;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTTP with no opinion about what is sent: clients correct paths and headers that a gateway must be able to meet. */
final class HttpConnection implements Closeable {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final int port;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

    HttpConnection(int port) {
        this.port = port;
    }

    /**
     * Sends a request and reads the whole answer. A connection serves as long as all goes well: behind a refusal either side may
     * end it at any time, and a later request would be lost with it.
     */
    Reply send(Request request) throws IOException {
        Socket used = connected();
        boolean again = false;
        try {
            used.getOutputStream().write(request.bytes("127.0.0.1:" + port));
            Reply reply = read(request.method().equals("HEAD"));
            again = reply.status() < 300 && !reply.header("Connection").equalsIgnoreCase("close");
            return reply;
        } catch (IOException e) {
            return Reply.NONE;
        } finally {
            if (!again) {
                close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    private Socket connected() throws IOException {
        if (socket != null) {
            return socket;
        }
        Socket fresh = new Socket();
        fresh.setTcpNoDelay(true);
        fresh.setSoTimeout(TIMEOUT_MILLIS);
        fresh.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        in = new BufferedInputStream(fresh.getInputStream(), 64 << 10);
        socket = fresh;
        return fresh;
    }

    private Reply read(boolean toHead) throws IOException {
        while (true) {
            int status = Integer.parseInt(line().split(" ", 3)[1]);
            Map<String, String> headers = new HashMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.putIfAbsent(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            if (status >= 200) {
                return new Reply(status, headers, toHead ? ByteString.EMPTY : body(headers));
            }
        }
    }

    private ByteString body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            ByteString all = ByteString.EMPTY;
            while (true) {
                int length = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
                all = all.concat(exactly(length));
                if (!line().isEmpty() || length == 0) {
                    return all;
                }
            }
        }
        String length = headers.get("content-length");
        return length == null ? ByteString.readFrom(in) : exactly(Integer.parseInt(length));
    }

    private ByteString exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended within a body");
        }
        return ByteString.copyFrom(bytes);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended within a line");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
