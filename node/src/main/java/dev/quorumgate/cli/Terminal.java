package dev.quorumgate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether people look at this process. Asked of the system: {@link System#console} takes long, and from Java 22 on says
 * nothing about it.
 */
public final class Terminal {
    private static final int INPUT = 0;
    private static final int OUTPUT = 1;

    private Terminal() {}

    /** Whether somebody can be asked. */
    public static boolean isAsking() {
        return isTerminal(INPUT);
    }

    /** Whether output may have colours. */
    static boolean isColoured() {
        return System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM")) && isTerminal(OUTPUT);
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
