package dev.quorumgate.clustertests.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code quorumgate serve} as an earlier revision of this repository has it. */
public final class OlderBuild implements Program {
    private static final Duration BUILDING_MAX = Duration.ofMinutes(15);

    private final Path checkout;

    private OlderBuild(Path checkout) {
        this.checkout = checkout;
    }

    /** Builds a revision, once for all runs. Where there is none, or it cannot be built, this one stands for it, and a note says so. */
    public static Program orThisOne(TestRun run, String revision) throws IOException, InterruptedException {
        if (!Shell.has("git") || !Shell.has("mvn")) {
            return instead(run, "the program 'git' or 'mvn' is missing");
        }
        String root = Build.root().toString();
        Shell.Result commit =
                Shell.run(List.of("git", "-C", root, "rev-parse", "--verify", "--quiet", revision + "^{commit}"));
        if (!commit.succeeded()) {
            return instead(run, "the history of '" + root + "' has no revision " + revision);
        }
        Path checkout = Build.target().resolve("older").resolve(commit.output().strip());
        if (!Files.exists(checkout)) {
            Path unfinished = checkout.resolveSibling("unfinished");
            Shell.Result built = build(root, revision, unfinished);
            if (!built.succeeded()) {
                return instead(run, "revision " + revision + " cannot be built here: " + built.output());
            }
            Files.move(unfinished, checkout);
        }
        return new OlderBuild(checkout);
    }

    private static Program instead(TestRun run, String reason) {
        run.note("no older version, nodes are restarted and not upgraded: " + reason);
        return QUORUMGATE;
    }

    private static Shell.Result build(String root, String revision, Path folder)
            throws IOException, InterruptedException {
        Folders.delete(folder);
        Folders.create(folder);
        String line = "set -o pipefail; git -C \"$1\" archive \"$2\" | tar -x -C \"$3\""
                + " && mvn -B -o -q -f \"$3/pom.xml\" -Dmaven.test.skip=true -pl proto,node package";
        return Shell.run(List.of("bash", "-c", line, "build", root, revision, folder.toString()), BUILDING_MAX);
    }

    @Override
    public List<String> command(Path temporary) {
        List<String> command = new ArrayList<>(
                JavaCommand.of(temporary, List.of(), Build.nodeClassPath(checkout.resolve("node/target"))));
        command.addAll(List.of(QuorumgateProgram.MAIN_CLASS, "serve"));
        return command;
    }
}
