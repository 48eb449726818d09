package dev.quorumgate.clustertests.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of JVMs that are cheap to start: many of them share two cores. */
final class JavaCommand {
    private static final int FIRST_TO_ASK_FOR_NATIVE_ACCESS = 22;

    private JavaCommand() {}

    /** The JVM that runs the tests, with its options; the main class and its arguments follow. */
    static List<String> of(Path temporary, List<String> options, String classPath) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + Build.target().resolve("logs") + "/hs_err_%p.log",
                "-Djava.io.tmpdir=" + temporary,
                NativeLibrary.option(),
                "-Xlog:disable",
                "-Xlog:all=error:stderr"));
        if (Runtime.version().feature() >= FIRST_TO_ASK_FOR_NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(options);
        command.addAll(List.of("-cp", classPath));
        return command;
    }
}
