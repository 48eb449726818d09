package dev.quorumgate.differential;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quorumgate.clustertests.harness.ClientTools;
import dev.quorumgate.clustertests.harness.FreePorts;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.NodeProcess;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real Pushgateway 1.11, in memory only. It answers deletions, and unchecked pushes, before it does them. */
final class Original {
    private static final String BARRIER_PATH = "/metrics/job/" + Pair.BARRIER;
    private static final long POLL_MILLIS = 2;
    private static final int BLIND_POLLS = 25;

    private final Mode mode;
    private final NodeProcess process;
    private final Gateway gateway;
    private final HttpConnection connection;
    private int barriers;
    private int restarts;

    private Original(Mode mode, NodeProcess process, int port) {
        this.mode = mode;
        this.process = process;
        this.gateway = new Gateway(URI.create("http://127.0.0.1:" + port));
        this.connection = new HttpConnection(port);
    }

    /** Starts one, which ends with {@code run}; skips the test where version 1.11 cannot be had. */
    static Original start(TestRun run, Mode mode) throws IOException, InterruptedException {
        int port = FreePorts.take();
        List<String> command = new ArrayList<>(List.of(
                ClientTools.peer("pushgateway").toString(),
                // The file of a Pushgateway that somebody left here would be loaded unless it is named empty.
                "--persistence.file=",
                "--web.listen-address=127.0.0.1:" + port));
        command.addAll(mode.flags());
        Original original = new Original(mode, run.process("pushgateway", command), port);
        original.begin();
        String version = original.gateway
                .scrape()
                .text()
                .replaceAll("(?s).*pushgateway_build_info\\{[^}]*,version=\"([^\"]*)\".*", "$1");
        assumeTrue(version.startsWith("1.11."), "skipped: the Pushgateway to be had here is " + version + ", not 1.11");
        return original;
    }

    Reply send(Request request) throws IOException, InterruptedException {
        if (!process.isRunning()) {
            restarts++;
            begin();
        }
        Reply reply = connection.send(request);
        if (reply.status() == 202) {
            awaitWriter();
        }
        return reply;
    }

    Reply sendWithoutWaiting(Request request) throws IOException {
        return connection.send(request);
    }

    /** Removes everything; also what lets every scrape and push fail. */
    void wipe() throws IOException, InterruptedException {
        Reply reply = send(Request.of("PUT", "/api/v1/admin/wipe"));
        if (reply.status() != 202) {
            throw new IOException("the original does not wipe: " + reply);
        }
    }

    /** How often it had to be started again because a request had ended it. */
    int restarts() {
        return restarts;
    }

    /** Waits until what was answered before is done: one thread does all writes in the order of their answers. */
    private void awaitWriter() throws IOException, InterruptedException {
        barriers++;
        Reply pushed = connection.send(Request.put(BARRIER_PATH, Pair.BARRIER + " " + barriers + "\n"));
        if (mode.checked()) {
            return; // a checked push, accepted or not, is answered when it is done
        }
        String goal = "\"" + Pair.BARRIER + "\":{";
        String value = "\"value\":\"" + barriers + "\"";
        for (int tries = 0; tries < 5000; tries++) {
            Reply shown = connection.send(Request.of("GET", "/api/v1/metrics"));
            int family = shown.text().indexOf(goal);
            if (family >= 0 && shown.text().indexOf(value, family) >= 0) {
                return;
            }
            if (shown.status() == 0) {
                // A native histogram that contradicts itself lets the original's handler crash, and all that is left is
                // time.
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS * BLIND_POLLS);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new IOException("the original does not show push " + barriers + ", which it answered by " + pushed);
    }

    private void begin() throws IOException {
        process.start();
        Waiting.until("the Pushgateway is ready", gateway::isReady);
    }
}
