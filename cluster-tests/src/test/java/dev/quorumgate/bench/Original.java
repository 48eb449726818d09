package dev.quorumgate.bench;

import dev.quorumgate.clustertests.harness.FreePorts;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.NodeProcess;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The real Pushgateway. What it holds is in memory only, whatever it is measured at. */
final class Original implements Subject {
    private static final int FILLING_CLIENTS = 16;

    private final TestRun run;
    private final Path program;
    private final boolean checked;
    private final int port = FreePorts.take();
    private int starts;
    private NodeProcess process;

    private Original(TestRun run, Path program, boolean checked) throws Exception {
        this.run = run;
        this.program = program;
        this.checked = checked;
        this.process = start(checked, "");
    }

    /** With its consistency check, which is its default. */
    static Original checked(TestRun run, Path program) throws Exception {
        return new Original(run, program, true);
    }

    /** With {@code --push.disable-consistency-check}. */
    static Original unchecked(TestRun run, Path program) throws Exception {
        return new Original(run, program, false);
    }

    @Override
    public String name() {
        return checked ? "Pushgateway" : "Pushgateway, unchecked";
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /**
     * A checked one is filled while it does not check, or it would take hours, and hands over to its successor by a file. That
     * one is told to write it again tomorrow.
     */
    @Override
    public void hold(int groups) throws Exception {
        if (checked) {
            Path file = run.folder("pushgateway").resolve("groups-" + groups);
            process.stop();
            process = start(false, file.toString());
            new PushLoad(addresses(), groups).fill(FILLING_CLIENTS);
            process.stop();
            if (Files.size(file) == 0) {
                throw new IllegalStateException("the Pushgateway left nothing in " + file);
            }
            process = start(true, file.toString());
        } else {
            new PushLoad(addresses(), groups).fill(FILLING_CLIENTS);
        }
    }

    @Override
    public List<Long> pids() {
        return List.of(process.pid());
    }

    @Override
    public boolean isSlowWhenFull() {
        return checked;
    }

    private NodeProcess start(boolean check, String file) throws Exception {
        NodeProcess started = run.process(
                "pushgateway-" + (checked ? "checked-" : "unchecked-") + starts++,
                List.of(
                        program.toString(),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--persistence.file=" + file,
                        "--persistence.interval=24h",
                        "--log.level=error",
                        check ? "--no-push.disable-consistency-check" : "--push.disable-consistency-check"));
        started.start();
        Gateway gateway = new Gateway(URI.create("http://127.0.0.1:" + port));
        Waiting.until("the Pushgateway is ready", gateway::isReady);
        return started;
    }
}
