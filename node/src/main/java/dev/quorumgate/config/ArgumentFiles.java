package dev.quorumgate.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code @FILE} among the arguments: the file's lines in its place, as the original takes them. */
final class ArgumentFiles {
    private static final int FILES_MAX = 100;

    private final Problems problems;
    private int filesRead;

    private ArgumentFiles(Problems problems) {
        this.problems = problems;
    }

    /** Replaces each {@code @FILE} by the arguments in it, one a line; lines that begin with {@code #} are comments. */
    static List<String> expand(List<String> arguments, Problems problems) {
        List<String> expanded = new ArrayList<>();
        new ArgumentFiles(problems).expand(arguments, expanded);
        return expanded;
    }

    private void expand(List<String> arguments, List<String> expanded) {
        for (String argument : arguments) {
            if (argument.startsWith("@")) {
                expand(linesOf(argument), expanded);
            } else {
                expanded.add(argument);
            }
        }
    }

    private List<String> linesOf(String argument) {
        if (++filesRead > FILES_MAX) {
            if (filesRead == FILES_MAX + 1) {
                problems.add(argument + ": more than " + FILES_MAX + " files of arguments; does one name itself?");
            }
            return List.of();
        }
        try {
            return Files.readAllLines(Path.of(argument.substring(1))).stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (CharacterCodingException e) {
            problems.add(argument + ": the file of arguments is not UTF-8");
        } catch (NoSuchFileException e) {
            problems.add(argument + ": there is no file of arguments '" + e.getMessage() + "'");
        } catch (IOException | InvalidPathException e) {
            problems.add(argument + ": cannot read the file of arguments, one on each line: " + e);
        }
        return List.of();
    }
}
