package dev.quorumgate.clustertests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The command lines of a document in Markdown, by the headings that they stand under. Immutable. */
public final class Guide {
    private static final Pattern COMMENT = Pattern.compile("\\s+# .*$");
    private static final String INDENT = "    ";

    private final Map<String, List<String>> commands;

    private Guide(Map<String, List<String>> commands) {
        this.commands = commands;
    }

    /** Reads indented blocks, a command for each line and those that {@code \} continues; comments are left out, and so is what stands between fences. */
    public static Guide read(Path document) {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        String section = "";
        boolean isFenced = false;
        StringBuilder open = new StringBuilder();
        try {
            for (String line : Files.readAllLines(document)) {
                isFenced ^= line.startsWith("```");
                if (isFenced) {
                    continue;
                }
                if (line.startsWith("#")) {
                    section = line.replaceFirst("^#+ ", "");
                } else if (line.startsWith(INDENT)) {
                    String part = COMMENT.matcher(line.strip()).replaceFirst("");
                    open.append(part.endsWith("\\") ? part.substring(0, part.length() - 1) : part);
                    if (!part.endsWith("\\") && open.length() > 0) {
                        commands.computeIfAbsent(section, each -> new ArrayList<>())
                                .add(open.toString());
                        open.setLength(0);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Guide(commands);
    }

    /** Headings of sections that have commands, in order. */
    public List<String> sections() {
        return List.copyOf(commands.keySet());
    }

    /** The commands of one section, in order. */
    public List<String> commands(String section) {
        List<String> found = commands.get(section);
        if (found == null) {
            throw new IllegalArgumentException("no commands below '" + section + "' among " + commands.keySet());
        }
        return List.copyOf(found);
    }
}
