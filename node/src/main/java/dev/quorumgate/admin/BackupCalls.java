package dev.quorumgate.admin;

import dev.quorumgate.cluster.BackupSource;
import dev.quorumgate.cluster.NodeException;
import dev.quorumgate.proto.admin.BackupPart;
import dev.quorumgate.rpc.Outbox;
import io.grpc.Status;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends backups of this node, one at a time: each reads all of the store. */
final class BackupCalls {
    private static final Logger logger = LoggerFactory.getLogger(BackupCalls.class);

    private final BackupSource source;
    private final Semaphore turn = new Semaphore(1);

    BackupCalls(BackupSource source) {
        this.source = source;
    }

    void save(boolean allowStale, Outbox<BackupPart> out) throws NodeException, InterruptedException {
        if (!turn.tryAcquire()) {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription(
                            "this node gives a backup already; ask again when that is done, or ask another node")
                    .asRuntimeException();
        }
        try {
            PartStream parts = new PartStream(out);
            source.writeTo(parts, allowStale);
            parts.flush();
        } catch (IOException e) {
            logger.warn("a backup was not finished: {}", e.getMessage());
            throw Status.UNAVAILABLE
                    .withDescription(e.getMessage())
                    .withCause(e)
                    .asRuntimeException();
        } finally {
            turn.release();
        }
    }
}
