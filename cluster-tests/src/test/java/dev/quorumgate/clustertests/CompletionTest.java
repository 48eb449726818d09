package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quorumgate.clustertests.harness.Cli;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Shell;
import dev.quorumgate.clustertests.harness.TestRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Goal: the tab key helps in each shell that {@code quorumgate completion} has a script for.
 *
 * <p>Method: the shell itself reads the script and is asked what it would complete; zsh, which tells that only to a terminal, is
 * given one.
 */
@ClusterTest
class CompletionTest {
    private static final String BASH = """
            source "$SCRIPT"
            compopt() { :; } # only while a person types
            COMP_WORDS=(quorumgate "$@")
            COMP_CWORD=$#
            complete=($(complete -p quorumgate))
            for ((i = 0; i < ${#complete[@]}; i++)); do [[ ${complete[i]} != -F ]] || function=${complete[i + 1]}; done
            "$function"
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    /** Types a line into a terminal, then the tab key, and reads until what is wanted stands there. */
    private static final String ZSH = """
            zmodload zsh/zpty
            zpty -b shell "TERM=dumb ZSH_DISABLE_COMPFIX=true zsh -f -i"
            zpty -w shell "PS1='ready> '; source $SCRIPT"
            zpty -w shell "echo loaded-\\$((6 * 7))"
            zpty -r -m shell seen "*loaded-42*"
            zpty -w -n shell "$1"$'\\t'
            zpty -r -m shell seen "*$2*"
            print -r -- "$seen"
            """;

    @Test
    void bashKnowsVerbsAndFlags(TestRun run) throws Exception {
        Path script = script(run, "bash");

        assertThat(bash(script, "")).contains("status", "member", "import", "doctor", "backup");
        assertThat(bash(script, "sta")).containsExactly("status");
        assertThat(bash(script, "backup", "")).containsExactlyInAnyOrder("save", "inspect", "verify", "restore");
        assertThat(bash(script, "import", "--dry")).containsExactly("--dry-run");
        assertThat(bash(script, "status", "--output", "j")).containsExactly("json");
        assertThat(bash(script, "completion", "f")).containsExactly("fish");
    }

    @Test
    void fishKnowsTheSameVerbsAndTheirFlags(TestRun run) throws Exception {
        assumeTrue(Shell.has("fish"), "skipped: the program 'fish' is missing");
        Path script = script(run, "fish");

        assertThat(fish(script, "quorumgate "))
                .containsExactlyInAnyOrderElementsOf(bash(script(run, "bash"), "").stream()
                        .filter(word -> !word.startsWith("-"))
                        .toList());
        assertThat(fish(script, "quorumgate backup "))
                .containsExactlyInAnyOrder("save", "inspect", "verify", "restore");
        assertThat(fish(script, "quorumgate import --dry")).containsExactly("--dry-run");
        assertThat(fish(script, "quorumgate status --output j")).containsExactly("json");
        assertThat(fish(script, "quorumgate completion f")).containsExactly("fish");
        assertThat(fish(script, "quorumgate push " + script.getParent() + "/quorumgate.f"))
                .containsExactly(script.toString());
    }

    @Test
    void zshCompletesWhatIsTyped(TestRun run) throws Exception {
        assumeTrue(Shell.has("zsh"), "skipped: the program 'zsh' is missing");
        Path script = script(run, "zsh");

        assertThat(zsh(script, "quorumgate sta", "quorumgate status")).isTrue();
        assertThat(zsh(script, "quorumgate backup ins", "quorumgate backup inspect"))
                .isTrue();
        assertThat(zsh(script, "quorumgate import --dry", "quorumgate import --dry-run"))
                .isTrue();
    }

    private static Path script(TestRun run, String shell) throws Exception {
        String text = Cli.of(run, List.of()).require("completion", shell).out();
        return Files.writeString(run.folder("scripts").resolve("quorumgate." + shell), text);
    }

    private static List<String> bash(Path script, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "--norc", "-c", BASH, "bash"));
        command.addAll(List.of(words));
        return lines(command, script);
    }

    private static List<String> fish(Path script, String line) throws Exception {
        return lines(List.of("fish", "--no-config", "-c", "source $SCRIPT; complete -C '" + line + "'"), script)
                .stream()
                .map(word -> word.split("\t", 2)[0])
                .toList();
    }

    private static boolean zsh(Path script, String typed, String wanted) throws Exception {
        Shell.Result result = Shell.run(
                List.of("timeout", "60", "zsh", "-f", "-c", ZSH, "zsh", typed, wanted),
                Map.of("SCRIPT", script.toString()),
                "");
        return result.succeeded() && result.output().contains(wanted);
    }

    private static List<String> lines(List<String> command, Path script) throws Exception {
        Shell.Result result = Shell.run(command, Map.of("SCRIPT", script.toString(), "HOME", "/nonexistent"), "");
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
