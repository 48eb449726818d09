package dev.quorumgate.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** The page that people open, fetched from the nodes in turn. Owned by one thread. */
final class PageLoad {
    private static final byte[] PAGE = RawHttp.get("/", "Accept: text/html");

    private final List<InetSocketAddress> nodes;
    private int turn;

    PageLoad(List<InetSocketAddress> nodes) {
        this.nodes = nodes;
    }

    /** One of them, as a browser has it that was not there before. */
    RawHttp.Answer open() throws IOException {
        try (RawHttp http = new RawHttp(nodes.get(turn++ % nodes.size()))) {
            RawHttp.Answer answer = http.send(PAGE);
            if (answer.status() != 200 || answer.bodyBytes() == 0) {
                throw new IOException("the page was answered with " + answer);
            }
            return answer;
        }
    }
}
