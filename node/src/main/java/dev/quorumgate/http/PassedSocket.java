package dev.quorumgate.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;

/**
 * Serves on the listening socket that systemd passed to this process. Java can take up only one that is standard input:
 * {@code scripts/quorumgate} puts it there, as {@code StandardInput=socket} does in a unit.
 *
 * <p>Source: sd_listen_fds(3).
 */
final class PassedSocket extends StoppingConnector {
    private static final String FLAG = "--web.systemd-socket: ";

    private final Selector selector;
    private final SelectionKey connections;

    PassedSocket(Server server, ServerSocketChannel socket, ConnectionFactory... factories) throws IOException {
        super(server, 1, factories);
        setHost(((InetSocketAddress) socket.getLocalAddress()).getAddress().getHostAddress());
        open(socket);
        // Waits with a selector of its own: when a thread that waits for the socket itself is told to stop, and when
        // the
        // web server stops its selector, the socket is closed.
        socket.configureBlocking(false);
        selector = Selector.open();
        connections = socket.register(selector, SelectionKey.OP_ACCEPT);
    }

    /**
     * The socket, listening.
     *
     * @param environment with which systemd says how many there are, and for which process
     * @throws IOException if there is not just one; the message says what to do
     */
    static ServerSocketChannel take(Map<String, String> environment) throws IOException {
        String own = Long.toString(ProcessHandle.current().pid());
        String count = own.equals(environment.get("LISTEN_PID")) ? environment.getOrDefault("LISTEN_FDS", "") : "";
        if (!count.isEmpty() && !count.equals("1")) {
            throw new IOException(FLAG + "systemd passes " + count + " sockets, and this node can take only one; leave"
                    + " one ListenStream= in the socket unit, or use --web.listen-address");
        }
        Channel channel = System.inheritedChannel();
        if (channel instanceof ServerSocketChannel socket && socket.getLocalAddress() instanceof InetSocketAddress) {
            return socket;
        }
        throw new IOException(FLAG
                + (channel == null ? "no socket activation file descriptors found" : "not a TCP socket that listens")
                + "; start this node by a socket unit with ListenStream=PORT, and either scripts/quorumgate or"
                + " StandardInput=socket in its service unit");
    }

    @Override
    public void accept(int acceptor) throws IOException {
        if (selector.select() > 0 && selector.selectedKeys().remove(connections)) {
            super.accept(acceptor);
        }
    }

    /**
     * Takes no more connections. The socket itself stays open until the process ends: systemd keeps it, so that whoever connects
     * now is served by the next start; and Java, when it closes a socket that was passed, turns standard error off.
     */
    @Override
    public void close() {
        connections.cancel();
        selector.wakeup();
    }
}
