package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A connection on which a test sends what it likes, byte for byte: paths and bodies that no client library lets through. */
final class RawConnection implements Closeable {
    /** Nothing here takes so long; it only ends tests that wait for what does not come. */
    private static final int PATIENCE_MILLIS = 60_000;

    private static final InetSocketAddress ANY_ADDRESS = new InetSocketAddress(0);

    private final Socket socket = new Socket();
    private final InputStream in;

    private RawConnection(InetSocketAddress from, InetSocketAddress server, int receiveBufferBytes) throws IOException {
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.bind(from);
        socket.connect(server, PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    static RawConnection open(int port) throws IOException {
        return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    static RawConnection open(InetSocketAddress server) throws IOException {
        return new RawConnection(ANY_ADDRESS, server, 0);
    }

    /** From 127.0.0.N, one of the many addresses that this host has for itself. */
    static RawConnection openFrom(int n, int port) throws IOException {
        return new RawConnection(new InetSocketAddress(loopback(n), 0), new InetSocketAddress(loopback(1), port), 0);
    }

    private static InetAddress loopback(int n) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) n});
    }

    /** A connection that takes little at a time, so that the server has to wait until the test reads. */
    static RawConnection openNarrow(int port) throws IOException {
        return new RawConnection(ANY_ADDRESS, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4096);
    }

    /** The head of a request: request line, {@code Host}, and the header lines given. */
    static String head(String method, String target, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: test\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** One chunk of a chunked body; an empty one ends it. */
    static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    /** Sends text, each character as one byte. */
    RawConnection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Says that nothing more will be sent; the other direction stays open. */
    void endSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Reads an answer to its end. */
    Reply receive() throws IOException {
        return receive(true);
    }

    /** Reads an answer to HEAD, which has no body whatever its headers say. */
    Reply receiveHead() throws IOException {
        return receive(false);
    }

    /** Whether an answer has begun to come. */
    boolean isAnswered() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until an answer begins, and reads nothing of it. */
    void awaitAnswer() throws IOException {
        in.mark(1);
        assertThat(in.read()).isNotNegative();
        in.reset();
    }

    /** Whether the server ends the connection, without another byte; waits for it. */
    boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Breaks the connection off instead of closing it. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Reply receive(boolean hasBody) throws IOException {
        String statusLine = line();
        List<Reply.Header> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.add(new Reply.Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        Reply head = new Reply(statusLine, List.copyOf(headers), new byte[0]);
        boolean interim = head.status() < 200;
        return hasBody && !interim && head.status() != 304 ? new Reply(statusLine, head.headers(), body(head)) : head;
    }

    private byte[] body(Reply head) throws IOException {
        if (head.header("Transfer-Encoding").toLowerCase(Locale.ROOT).equals("chunked")) {
            return chunks();
        }
        String length = head.header("Content-Length");
        return length.isEmpty() ? in.readAllBytes() : exactly(Integer.parseInt(length));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(exactly(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the answer ends after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended within a line: " + line);
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).replaceFirst("\r$", "");
    }
}
