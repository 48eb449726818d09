package dev.quorumgate.clustertests.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A class of these tests with a {@code main} method, with the libraries of the node. */
final class TestProgram implements Program {
    private final Class<?> mainClass;

    TestProgram(Class<?> mainClass) {
        this.mainClass = mainClass;
    }

    @Override
    public List<String> command(Path temporary) {
        String classPath = Build.target().resolve("test-classes") + ":" + Build.nodeClassPath();
        List<String> command = new ArrayList<>(JavaCommand.of(temporary, List.of(), classPath));
        command.add(mainClass.getName());
        return command;
    }
}
