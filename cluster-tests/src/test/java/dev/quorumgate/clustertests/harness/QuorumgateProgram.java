package dev.quorumgate.clustertests.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code quorumgate serve} of this checkout. */
final class QuorumgateProgram implements Program {
    static final String MAIN_CLASS = "dev.quorumgate.app.Main";

    @Override
    public List<String> command(Path temporary) {
        List<String> command =
                new ArrayList<>(JavaCommand.of(temporary, ClassArchive.options(), Build.nodeClassPath()));
        command.addAll(List.of(MAIN_CLASS, "serve"));
        return command;
    }
}
