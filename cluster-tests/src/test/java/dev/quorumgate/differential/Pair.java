package dev.quorumgate.differential;

import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.TestRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A node, and a Pushgateway beside it: both get each request, one after the other. */
final class Pair implements AutoCloseable {
    /** Job and metric by which is known that the original has done what it has answered; no request has it. */
    static final String BARRIER = "differential_barrier";

    private final Mode mode;
    private final TestRun run;
    private final HttpConnection ours;
    private final Original original;

    private Pair(Mode mode, TestRun run, int port, Original original) {
        this.mode = mode;
        this.run = run;
        this.ours = new HttpConnection(port);
        this.original = original;
    }

    static Pair start(Mode mode) throws IOException, InterruptedException {
        TestRun run = new TestRun(
                Path.of("differential", mode.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        try {
            Original original = Original.start(run, mode);
            ClusterNode node = run.cluster()
                    .nodes(1)
                    .flags(mode.flags().toArray(String[]::new))
                    .start()
                    .leader();
            return new Pair(mode, run, node.address().httpUri().getPort(), original);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            run.close();
            throw e;
        }
    }

    Mode mode() {
        return mode;
    }

    int restarts() {
        return original.restarts();
    }

    /** Sends one more request to both, and looks at what each shows then. */
    Step send(List<Request> before, Request request) throws IOException, InterruptedException {
        Reply ourReply = ours.send(request);
        Reply originalReply = original.send(request);
        return new Step(
                mode,
                before,
                request,
                ourReply,
                originalReply,
                Exposition.of(ours.send(scrape("/metrics?collect[]=pushed"))),
                Exposition.of(original.sendWithoutWaiting(scrape("/metrics"))));
    }

    /** Makes both empty. */
    void reset() throws IOException, InterruptedException {
        original.wipe();
        Reply wiped = ours.send(Request.of("PUT", "/api/v1/admin/wipe"));
        if (wiped.status() != 202) {
            throw new IOException("a node cannot be emptied: " + wiped);
        }
    }

    @Override
    public void close() {
        run.close();
    }

    private Request scrape(String target) {
        return Request.of("GET", target, "Accept: text/plain;version=0.0.4;escaping=" + mode.escaping());
    }
}
