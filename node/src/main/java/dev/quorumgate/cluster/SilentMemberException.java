package dev.quorumgate.cluster;

/** A node that is needed does not answer. */
public final class SilentMemberException extends NodeException {
    private static final long serialVersionUID = 1;

    private final String name;
    private final String address;

    /** @param reason a sentence about {@code name} at {@code address} */
    public SilentMemberException(String name, String address, String reason) {
        super(reason);
        this.name = name;
        this.address = address;
    }

    public String name() {
        return name;
    }

    public String address() {
        return address;
    }
}
