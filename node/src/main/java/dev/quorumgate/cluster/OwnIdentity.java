package dev.quorumgate.cluster;

import java.io.IOException;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What this node is, and whom it knows by which data folder: in memory as on disk. Calls may overlap. */
public final class OwnIdentity {
    private final DataFolder folder;
    private DataFolder.Identity identity;

    /** Of a folder that is marked with {@code identity}. */
    public OwnIdentity(DataFolder folder, DataFolder.Identity identity) {
        this.folder = folder;
        this.identity = identity;
    }

    public synchronized DataFolder.Identity get() {
        return identity;
    }

    public String clusterId() {
        return get().clusterId();
    }

    /** Becomes another; when this returns the disk knows it. */
    public synchronized void become(UnaryOperator<DataFolder.Identity> change) throws IOException {
        DataFolder.Identity next = change.apply(identity);
        if (!next.equals(identity)) {
            folder.mark(next);
            identity = next;
        }
    }

    /** As {@link DataFolder#knownMembers}. */
    public synchronized Map<String, String> knownMembers() throws IOException {
        return folder.knownMembers();
    }

    /** As {@link DataFolder#rememberMember}. */
    public synchronized void rememberMember(String name, String incarnation) throws IOException {
        folder.rememberMember(name, incarnation);
    }
}
