package dev.quorumgate.cluster;

/**
 * A member and where it is reached; {@code host:port}, IPv6 in brackets.
 *
 * @param raftAddress for Raft
 * @param adminAddress for the peer and admin services
 */
public record MemberRef(PeerId id, String raftAddress, String adminAddress) {
    /** For people. */
    public String name() {
        return id.name();
    }

    /** As in {@code member add}: {@code NAME=HOST:RAFTPORT:ADMINPORT}. */
    public String spelled() {
        return name() + "=" + raftAddress + ":" + adminAddress.substring(adminAddress.lastIndexOf(':') + 1);
    }
}
