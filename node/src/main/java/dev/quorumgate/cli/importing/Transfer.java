package dev.quorumgate.cli.importing;

import dev.quorumgate.model.Label;
import dev.quorumgate.proto.admin.PushReply;
import dev.quorumgate.proto.admin.PushRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Pushes groups, a few at a time. Used by one thread. */
public final class Transfer implements AutoCloseable {
    private static final int AT_A_TIME = 8;
    private static final int STATUS_OK = 200;

    /** What is the fault of one group; with anything else the others would end in the same way. */
    private static final Set<Status.Code> OF_ONE_GROUP =
            Set.of(Status.Code.INVALID_ARGUMENT, Status.Code.FAILED_PRECONDITION);

    /** gRPC's words for a message that is larger than the node takes; its code is also that of a node with too much to do. */
    private static final String TOO_LARGE = "exceeds maximum size";

    private static final int TRIES = 5;
    private static final long PAUSE_MILLIS = 1000;

    private final Function<PushRequest, PushReply> cluster;
    private final boolean isDryRun;
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME, task -> {
        Thread thread = new Thread(task, "import");
        thread.setDaemon(true);
        return thread;
    });
    private final Deque<Future<Pushed>> underWay = new ArrayDeque<>();
    private final List<Pushed> pushed = new ArrayList<>();

    /**
     * What became of a group.
     *
     * @param labels its grouping labels
     * @param refusal why it was not stored; empty when it was
     */
    public record Pushed(List<dev.quorumgate.proto.admin.Label> labels, int families, int series, String refusal) {
        public Pushed {
            labels = List.copyOf(labels);
        }

        public boolean isStored() {
            return refusal.isEmpty();
        }
    }

    /**
     * A transfer to a cluster.
     *
     * @param cluster pushes a group; called by several threads
     * @param isDryRun whether the cluster is only asked whether it would take them
     */
    public Transfer(Function<PushRequest, PushReply> cluster, boolean isDryRun) {
        this.cluster = cluster;
        this.isDryRun = isDryRun;
    }

    /**
     * Pushes a group, or waits until it can.
     *
     * @throws StatusRuntimeException of an earlier group, when there is no use in going on
     */
    public void push(SourceGroup group) {
        while (underWay.size() >= AT_A_TIME) {
            settleOne();
        }
        underWay.add(threads.submit((Callable<Pushed>) () -> send(group)));
    }

    /** Waits for all; as {@link #push}. */
    public void finish() {
        while (!underWay.isEmpty()) {
            settleOne();
        }
    }

    /** What is known of the groups, in their order. */
    public List<Pushed> pushed() {
        return pushed;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void settleOne() {
        try {
            pushed.add(underWay.remove().get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StatusRuntimeException status) {
                throw status;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Pushed send(SourceGroup group) throws InterruptedException {
        PushRequest.Builder request = PushRequest.newBuilder()
                .setContentType(SourceGroup.CONTENT_TYPE)
                .setBody(group.body())
                // As it is there, without what an import before, or anybody, has left in it.
                .setReplaceGroup(true)
                .setDryRun(isDryRun);
        for (Label label : group.labels()) {
            request.addLabelsBuilder().setName(label.name()).setValue(label.value());
        }
        return new Pushed(request.getLabelsList(), group.families().size(), group.series(), refusal(request.build()));
    }

    private String refusal(PushRequest request) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                PushReply reply = cluster.apply(request);
                return reply.getStatus() == STATUS_OK ? "" : reply.getText().isEmpty() ? "refused" : reply.getText();
            } catch (StatusRuntimeException e) {
                Status.Code code = e.getStatus().getCode();
                String told = String.valueOf(e.getStatus().getDescription());
                if (OF_ONE_GROUP.contains(code) || told.contains(TOO_LARGE)) {
                    return told;
                }
                if (code != Status.Code.RESOURCE_EXHAUSTED || attempt == TRIES) {
                    throw e;
                }
            }
            Thread.sleep(PAUSE_MILLIS); // it has much to do just now, or no room
        }
    }
}
