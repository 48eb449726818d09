package dev.quorumgate.config;

import java.util.ArrayList;
import java.util.List;

/** The text of {@code quorumgate serve --help} about flags. */
public final class FlagHelp {
    private static final int WIDTH = 100;
    private static final String INDENT = "      ";

    private static final String OTHERS = """
              -h, --help
                  Show this text.
              --version
                  Show what this program was built from, and what it runs on.
              @FILE
                  Take flags from a file, one on each line.
            """;

    private FlagHelp() {}

    /** Each flag with its default, its environment variable and what it does. */
    public static String text() {
        StringBuilder text = new StringBuilder();
        for (Flag flag : Flag.all()) {
            if (flag.kind() == Flag.Kind.SWITCH) {
                text.append("  --[no-]").append(flag.flagName());
            } else {
                text.append("  ").append(flag).append('=');
                text.append(flag.defaultValue().isEmpty() ? "\"\"" : flag.defaultValue());
            }
            text.append("  (").append(flag.environmentVariable()).append(")\n");
            for (String line : wrapped(flag.help())) {
                text.append(INDENT).append(line).append('\n');
            }
        }
        return text.append(OTHERS).toString();
    }

    private static List<String> wrapped(String help) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : help.split(" ", -1)) {
            if (line.length() > 0 && INDENT.length() + line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
