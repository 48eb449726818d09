package dev.quorumgate.bench;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One kept-alive connection, with as little work as can be: the load comes from the same cores as what it measures. */
final class RawHttp implements Closeable {
    private static final int TIMEOUT_MILLIS = 120_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final byte[] scratch = new byte[64 << 10];

    RawHttp(InetSocketAddress address) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(address, TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
    }

    /**
     * An answer.
     *
     * @param bodyBytes length of the body, which is read and thrown away
     * @param firstByteSeconds from before the request was sent until its first line was there
     */
    record Answer(int status, long bodyBytes, double firstByteSeconds) {}

    Answer send(byte[] request) throws IOException {
        long begun = System.nanoTime();
        socket.getOutputStream().write(request);
        int status = Integer.parseInt(readLine().split(" ", 3)[1]);
        double firstByteSeconds = (System.nanoTime() - begun) / 1e9;
        long length = 0;
        boolean chunked = false;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Long.parseLong(line.substring(15).trim());
            } else if (line.regionMatches(true, 0, "Transfer-Encoding: chunked", 0, 26)) {
                chunked = true;
            }
        }
        if (!chunked) {
            skip(length);
            return new Answer(status, length, firstByteSeconds);
        }
        long total = 0;
        while (true) {
            long chunk = Long.parseLong(readLine().trim(), 16);
            skip(chunk);
            readLine();
            total += chunk;
            if (chunk == 0) {
                return new Answer(status, total, firstByteSeconds);
            }
        }
    }

    /** A request without a body. */
    static byte[] get(String path, String... headers) {
        return ("GET " + path + " HTTP/1.1\r\nHost: bench\r\n" + lines(headers) + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] put(String path, byte[] body, int length) {
        byte[] head = ("PUT " + path + " HTTP/1.1\r\nHost: bench\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, length);
        return request;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String lines(String... headers) {
        StringBuilder lines = new StringBuilder();
        for (String header : headers) {
            lines.append(header).append("\r\n");
        }
        return lines.toString();
    }

    private String readLine() throws IOException {
        int length = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended");
            }
            scratch[length++] = (byte) next;
        }
        return new String(scratch, 0, Math.max(0, length - 1), StandardCharsets.ISO_8859_1);
    }

    private void skip(long bytes) throws IOException {
        for (long left = bytes; left > 0; ) {
            int read = in.read(scratch, 0, (int) Math.min(left, scratch.length));
            if (read < 0) {
                throw new EOFException("the connection ended");
            }
            left -= read;
        }
    }
}
