package dev.quorumgate.cli.doctor;

/** The host of a {@code host:port}, IPv6 in brackets. */
final class Host {
    private Host() {}

    static String of(String address) {
        int colon = address.lastIndexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }

    static String port(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }

    /** By its spelling: no name is looked up. */
    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
