package dev.quorumgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Goal: the jobs that are refused most are known, however many jobs there are. */
class RefusalTallyTest {
    private static final int JOBS_MAX = 1000;

    private final RefusalTally tally = new RefusalTally();

    @Test
    void namesThoseWithTheMostFirstAndTheirLastReason() {
        tally.count("b", "first");
        tally.count("b", "second");
        tally.count("c", "x");
        tally.count("a", "x".repeat(1000));

        assertThat(tally.top(2))
                .containsExactly(
                        new RefusalTally.Entry("b", 2, "second"), new RefusalTally.Entry("a", 1, "x".repeat(200)));
        assertThat(tally.top(10)).extracting(RefusalTally.Entry::job).containsExactly("b", "a", "c");
    }

    @Test
    void keepsThoseThatAreRefusedMost() {
        for (int i = 0; i < JOBS_MAX; i++) {
            tally.count("often" + i, "x");
            tally.count("often" + i, "x");
        }
        tally.count("often0", "x");

        tally.count("new", "x");
        tally.count("newer", "x");

        assertThat(tally.top(JOBS_MAX + 10))
                .hasSize(JOBS_MAX)
                .extracting(RefusalTally.Entry::job)
                .contains("often0", "newer")
                .doesNotContain("new");
    }
}
