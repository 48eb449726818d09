package dev.quorumgate.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Goal: replicas that will go different ways do not look equal. Method: commands that leave nothing behind. */
class PositionTest {
    @Test
    void differsInTheHashByTheNumberOfCommandsAndByTheTime() {
        Groups.Position one = afterDeletions(1, 10);
        Groups.Position another = afterDeletions(2, 10);
        Groups.Position later = afterDeletions(1, 11);

        assertThat(one.stateHash()).isEqualTo(another.stateHash()).isEqualTo(later.stateHash());
        assertThat(one.comparableHash())
                .isEqualTo(afterDeletions(1, 10).comparableHash())
                .isNotEqualTo(another.comparableHash())
                .isNotEqualTo(later.comparableHash());
    }

    private static Groups.Position afterDeletions(int count, long nanos) {
        Command nothing = new Command.Delete(TestPushes.key("a"));
        return Groups.EMPTY
                .apply(new Batch(0, nanos, Collections.nCopies(count, nothing)))
                .next()
                .position();
    }
}
