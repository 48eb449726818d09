package dev.quorumgate.cluster;

/**
 * A node as the others know it.
 *
 * @param name for people, and the name of its vote; belongs to one data folder
 * @param host name or address at which the others reach it; IPv6 without brackets
 * @param raftPort where it listens for Raft
 * @param adminPort where it listens for the peer and admin services
 */
public record Member(String name, String host, int raftPort, int adminPort) {
    /** {@code host:port} for Raft, IPv6 in brackets. */
    public String raftAddress() {
        return bracketed() + ":" + raftPort;
    }

    /** {@code host:port} for the peer and admin services, IPv6 in brackets. */
    public String adminAddress() {
        return bracketed() + ":" + adminPort;
    }

    /** As Raft knows a member that the cluster begins with. */
    public MemberRef asFounder() {
        return new MemberRef(PeerId.of(name), raftAddress(), adminAddress());
    }

    /** As in {@code --cluster.initial-members}, with both ports. */
    @Override
    public String toString() {
        return name + "=" + raftAddress() + ":" + adminPort;
    }

    private String bracketed() {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
