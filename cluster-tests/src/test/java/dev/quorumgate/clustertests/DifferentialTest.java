package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Build;
import dev.quorumgate.differential.Differential;
import dev.quorumgate.differential.KnownDifference;
import dev.quorumgate.differential.KnownDifferences;
import dev.quorumgate.differential.Mode;
import dev.quorumgate.differential.Report;
import dev.quorumgate.differential.Request;
import dev.quorumgate.differential.Sequences;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: whoever pushes to and scrapes a Pushgateway 1.11 cannot tell that it was replaced, but for the differences that the
 * README lists; and each of these is still one.
 *
 * <p>Method: the same requests, one after the other, to the real Pushgateway and to a node; each answer, and what a scrape
 * shows after it, must be the same but for times, for the order of groups and for explanations that ours adds. Requests are
 * random, by a seed; {@code scripts/differential} goes on from where this ends.
 */
class DifferentialTest {
    private static final long SEED = 1;
    private static final int SEQUENCES = 120;

    private static final Sequences SEQUENCES_BY_HAND = new Sequences(KnownDifferences.TABLE);

    @AfterAll
    static void end() {
        SEQUENCES_BY_HAND.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sequences")
    void isTheSame(String name, List<Request> requests) throws Exception {
        Sequences.Verdict verdict = SEQUENCES_BY_HAND.run(Mode.DEFAULT, requests);

        assertThat(verdict.found()).isEmpty();
        assertThat(verdict.known()).isEmpty();
    }

    static Stream<Arguments> sequences() {
        return SequencesByHand.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("knownDifferences")
    void differsAsIsKnown(KnownDifference difference) throws Exception {
        Sequences.Verdict verdict = SEQUENCES_BY_HAND.run(difference.mode(), difference.example());

        assertThat(verdict.found()).isEmpty();
        assertThat(verdict.known()).contains(difference);
    }

    static Stream<KnownDifference> knownDifferences() {
        return KnownDifferences.TABLE.stream();
    }

    @Test
    void randomSequencesAreTheSame() throws Exception {
        Report report = new Differential(KnownDifferences.TABLE).run(SEED, SEQUENCES);

        System.out.println(report);
        assertThat(report.findings()).isEmpty();
        assertThat(report.compared()).isGreaterThan(SEQUENCES);
    }

    @Test
    void theReadmeTellsOfEachKnownDifference() throws Exception {
        List<String> rows = rowsOfTheReadme();

        assertThat(KnownDifferences.TABLE)
                .allSatisfy(each -> assertThat(rows).as(each.name()).anyMatch(row -> row.startsWith(each.row())));
    }

    /** The first column. */
    private static List<String> rowsOfTheReadme() throws IOException {
        String readme = Files.readString(Build.root().resolve("README.md"));
        String section = readme.substring(readme.indexOf("## Differences from the Pushgateway"));
        return section.substring(0, section.indexOf("\n## "))
                .lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.split(" \\| ", -1)[0].substring(2))
                .skip(2)
                .toList();
    }
}
