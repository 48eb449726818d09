package dev.quorumgate.clustertests.harness;

import java.nio.file.Path;
import java.util.List;

/** What the members of a cluster run. They are told everything by flags, in the spelling of {@code quorumgate serve}. */
public interface Program {
    /**
     * The command line, to which the flags are appended.
     *
     * @param temporary folder for what the program writes beside its data; exists
     */
    List<String> command(Path temporary);

    /** The product, as packaged. */
    Program QUORUMGATE = new QuorumgateProgram();

    /** A class of these tests with a {@code main} method. */
    static Program ofTests(Class<?> mainClass) {
        return new TestProgram(mainClass);
    }
}
