package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Build;
import dev.quorumgate.clustertests.harness.Cli;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Folders;
import dev.quorumgate.clustertests.harness.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Goal: whoever follows a link in our documents gets there, and whoever types a verb from them is understood.
 *
 * <p>Method: each link of each Markdown file to a file of this repository, with the heading that it names as GitHub spells it; each
 * command line of the runbooks and the operator's guide, by what {@code --help} behind it says of that verb.
 */
@ClusterTest
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]+]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\\n]*`");
    /** Without what the launcher alone knows. */
    private static final Pattern VERB =
            Pattern.compile("(?:^ {4}|`)quorumgate ((?!serve|prepare)[a-z][^`\\n]*)", Pattern.MULTILINE);

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules");

    @Test
    void linksLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        List<Path> documents = documents();
        for (Path document : documents) {
            Matcher links =
                    LINK.matcher(CODE.matcher(Files.readString(document)).replaceAll(""));
            while (links.find()) {
                if (!leadsSomewhere(document, links.group(1))) {
                    broken.add(Build.root().relativize(document) + ": " + links.group(1));
                }
            }
        }
        assertThat(documents).hasSizeGreaterThan(10);
        assertThat(broken).isEmpty();
    }

    @Test
    void verbsAreSpelledAsTheyAre(TestRun run) throws Exception {
        Set<List<String>> commands = new LinkedHashSet<>();
        for (Path document : documents()) {
            if (document.startsWith(Build.root().resolve("docker"))) {
                VERB.matcher(Files.readString(document).replace("\\\n", " "))
                        .results()
                        .map(command -> words(command.group(1)))
                        .forEach(commands::add);
            }
        }
        Cli cli = Cli.of(run, List.of());

        assertThat(commands).hasSizeGreaterThan(20).contains(List.of("alarm", "list"));
        for (List<String> command : commands) {
            assertThat(mistakes(cli, command)).as("%s", command).isEmpty();
        }
        assertThat(mistakes(cli, List.of("alarm", "lists"))).isNotEmpty();
        assertThat(mistakes(cli, List.of("alarms", "list"))).isNotEmpty();
        assertThat(mistakes(cli, List.of("alarm", "list", "--of=n1"))).isNotEmpty();
    }

    /** What the help of a verb does not know of a command. */
    private static List<String> mistakes(Cli cli, List<String> command) throws Exception {
        Cli.Result help = cli.run(withHelp(command));
        List<String> mistakes = new ArrayList<>();
        if (help.exitCode() != 0) {
            mistakes.add(help.toString());
        }
        if (help.out().lines().findFirst().orElse("").endsWith(" VERB")) {
            mistakes.add("it has no such verb");
        }
        for (String word : command) {
            String flag = word.split("=", 2)[0];
            if (flag.startsWith("--") && !help.out().matches("(?s).*" + Pattern.quote(flag) + "\\b.*")) {
                mistakes.add("it has no flag " + flag);
            }
        }
        return mistakes;
    }

    /** Of a line of shell, without its comment. */
    private static List<String> words(String line) {
        return WORD.matcher(line.replaceFirst("\\s+# .*", ""))
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
    }

    private static String[] withHelp(List<String> command) {
        return Stream.concat(command.stream(), Stream.of("--help")).toArray(String[]::new);
    }

    /** Whether a link in a document leads to a file, and to a heading in it if it names one. */
    static boolean leadsSomewhere(Path document, String link) throws IOException {
        if (link.contains("://")) {
            return true;
        }
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty()
                ? document
                : document.resolveSibling(parts[0]).normalize();
        return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    private static Set<String> anchors(Path document) throws IOException {
        try (Stream<String> lines = Files.lines(document)) {
            return lines.filter(line -> line.matches("#+ .*"))
                    .map(line -> line.replaceFirst("#+ ", "")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N} _-]", "")
                            .replace(' ', '-'))
                    .collect(Collectors.toSet());
        }
    }

    private static List<Path> documents() throws IOException {
        return Folders.filesBelow(Build.root()).stream()
                .filter(file -> file.toString().endsWith(".md"))
                .filter(file -> {
                    String path = "/" + Build.root().relativize(file);
                    return NOT_OURS.stream().noneMatch(folder -> path.contains("/" + folder + "/"));
                })
                .toList();
    }
}
