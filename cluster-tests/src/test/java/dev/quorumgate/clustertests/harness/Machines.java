package dev.quorumgate.clustertests.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Machines called host1, host2 and so on, which know each other by these names: command lines of documents run there as they
 * stand, on the ports that they name. Each is a network namespace with a folder of its own, in which commands run; what a line
 * calls {@code /var/lib} or {@code /spare} lies there, and {@code /backups} is one folder for all.
 */
public final class Machines {
    private final TestRun run;
    private final NamespaceNetwork network;
    private final Map<String, NodeAddress> addresses = new LinkedHashMap<>();
    private final Map<String, NodeProcess> processes = new LinkedHashMap<>();
    private String endpoints = "";

    private Machines(TestRun run, NamespaceNetwork network) {
        this.run = run;
        this.network = network;
    }

    /** Makes them, until the test ends; skips the test where that cannot be done. */
    public static Machines create(TestRun run, int count) throws IOException, InterruptedException {
        assumeTrue(Shell.has("curl"), "skipped: the program 'curl' is missing");
        Machines machines = new Machines(run, NamespaceNetwork.create(run));
        for (int i = 1; i <= count; i++) {
            machines.addresses.put("host" + i, machines.network.join("host" + i));
        }
        for (String host : machines.addresses.keySet()) {
            machines.tellNames(host);
            Folders.create(machines.varLib(host));
            Folders.create(machines.spare(host));
        }
        Folders.create(machines.backups());
        machines.install();
        return machines;
    }

    /** {@code quorumgate} is the packaged node and CLI, with the options that make their starts short. */
    private void install() throws IOException {
        List<String> command =
                new ArrayList<>(JavaCommand.of(run.folder("java.tmp"), ClassArchive.options(), Build.nodeClassPath()));
        command.add(QuorumgateProgram.MAIN_CLASS);
        Path program = run.folder("bin").resolve("quorumgate");
        Files.writeString(program, "#!/bin/sh\nexec '" + String.join("' '", command) + "' \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What {@code QUORUMGATE_ENDPOINTS} is for verbs from now on. */
    public void endpoints(String list) {
        endpoints = list;
    }

    /** Runs a line of shell on a machine to its end. */
    public Shell.Result run(String host, String line) throws IOException, InterruptedException {
        return Shell.run(command(host, "set -o pipefail; " + line), Map.of(), "");
    }

    /**
     * Starts {@code quorumgate serve …} on a machine, with its process id in the file {@code NAME.pid} there, as a service
     * would.
     */
    public NodeProcess serve(String host, String name, String line) throws IOException {
        NodeProcess process =
                run.process(name + "-" + processes.size(), command(host, "echo $$ >" + name + ".pid; exec " + line));
        processes.put(process.name(), process);
        process.start();
        return process;
    }

    /** Waits until the node of a machine is ready. */
    public void awaitReady(String host) {
        Gateway gateway = gateway(host);
        Waiting.until("the node on " + host + " is ready", gateway::isReady);
    }

    public Gateway gateway(String host) {
        return new Gateway(URI.create("http://" + address(host).http()));
    }

    /** What {@code /var/lib/quorumgate} is on a machine. */
    public Path storage(String host) {
        return varLib(host).resolve("quorumgate");
    }

    private Path varLib(String host) {
        return home(host).resolve("var/lib");
    }

    /** What {@code /spare} is on a machine. */
    public Path spare(String host) {
        return home(host).resolve("spare");
    }

    public Path home(String host) {
        return run.folder(host);
    }

    public Path backups() {
        return run.folder("backups");
    }

    /** From now on nothing comes from the other machines to this one, or from it to them. */
    public void isolate(String host) throws IOException, InterruptedException {
        network.isolate(host);
    }

    public void heal() throws IOException, InterruptedException {
        network.heal();
    }

    private List<String> command(String host, String line) {
        List<String> command = new ArrayList<>(network.commandPrefix(host));
        command.addAll(List.of(
                "env",
                "-C",
                home(host).toString(),
                "PATH=" + run.folder("bin") + ":" + System.getenv("PATH"),
                "QUORUMGATE_ENDPOINTS=" + endpoints,
                "QUORUMGATE_TIMEOUT=" + Cli.TIMEOUT,
                "bash",
                "-c",
                line.replace("/var/lib/", varLib(host) + "/")
                        .replace("/spare/", spare(host) + "/")
                        .replace("/backups/", backups() + "/")));
        return command;
    }

    private NodeAddress address(String host) {
        NodeAddress address = addresses.get(host);
        if (address == null) {
            throw new IllegalArgumentException("no machine " + host + " among " + addresses.keySet());
        }
        return address;
    }

    /** {@code ip netns exec} puts this file in the place of {@code /etc/hosts}. */
    private void tellNames(String host) throws IOException {
        List<String> prefix = network.commandPrefix(host);
        Path folder = Path.of("/etc/netns", prefix.get(prefix.size() - 1));
        Folders.create(folder);
        run.atEnd(() -> Folders.delete(folder));
        String names = addresses.entrySet().stream()
                .map(each -> each.getValue().host() + " " + each.getKey() + " "
                        + each.getKey().replace("host", "new") + "\n")
                .collect(Collectors.joining());
        Files.writeString(folder.resolve("hosts"), Files.readString(Path.of("/etc/hosts")) + names);
    }
}
