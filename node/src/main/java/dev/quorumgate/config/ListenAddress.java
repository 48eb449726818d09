package dev.quorumgate.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place to listen, or to be reached.
 *
 * @param host name or address, IPv6 without brackets; empty for all interfaces
 * @param port 0 to 65535; 0 lets the system choose one
 */
public record ListenAddress(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(\\[([^\\]]*)\\]|[^:\\[\\]]*):(\\d{1,5})");

    /** Reads {@code host:port}, {@code :port} or {@code [ipv6]:port}. */
    static Optional<ListenAddress> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(matcher.group(3));
        String host = matcher.group(2) == null ? matcher.group(1) : matcher.group(2);
        return port > 65535 ? Optional.empty() : Optional.of(new ListenAddress(host, port));
    }

    /** Whether only this machine can connect. */
    public boolean isLoopback() {
        try {
            return !host.isEmpty() && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether it stands for all addresses of this machine. */
    public boolean isAnywhere() {
        return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::") || host.equals("0:0:0:0:0:0:0:0");
    }

    /** For a socket; unresolved when the host is unknown. */
    public InetSocketAddress toSocketAddress() {
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    /** {@code host:port}, IPv6 in brackets. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Why nobody can listen on an address, in the system's words, and what to do. */
    public static String refusal(String system) {
        if (system.contains("Cannot assign requested address")) {
            return "Cannot assign requested address; this machine has no such address, choose one of its own";
        }
        // Some libraries wrap it in calls and error numbers.
        String reason = system.contains("Address already in use") ? "Address already in use" : system;
        return reason + "; stop the process that uses the port, or choose another address";
    }
}
