package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That no more tasks run than may, that none is lost, and that what follows a turn is no part of it. */
class TurnsTest {
    private final Turns turns = new Turns(1, 2);
    private final Deque<Runnable> pool = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();

    @Test
    void letsOthersWaitInTheirOrderAndRefusesTheRest() {
        boolean taken = run("a", () -> {
            assertThat(run("b", () -> {})).isTrue();
            assertThat(run("c", () -> {})).isTrue();
            assertThat(run("d", () -> {})).isFalse();
        });

        assertThat(taken).isTrue();
        assertThat(ran).containsExactly("a", "after a");
        runPool();
        assertThat(ran).containsExactly("a", "after a", "b", "after b", "c", "after c");
        assertThat(run("e", () -> {})).isTrue();
        assertThat(ran).endsWith("e", "after e");
    }

    @Test
    void endsTheTurnBeforeWhatFollowsIt() {
        turns.run(() -> () -> run("b", () -> {}), pool::add);

        assertThat(ran).containsExactly("b", "after b");
    }

    @Test
    void goesOnAfterATaskThatFails() {
        assertThatThrownBy(() -> run("a", () -> {
                    run("b", () -> {});
                    throw new IllegalStateException("as meant");
                }))
                .hasMessage("as meant");

        runPool();
        assertThat(ran).containsExactly("a", "b", "after b");
        assertThat(run("c", () -> {})).isTrue();
    }

    private boolean run(String name, Runnable meanwhile) {
        return turns.run(
                () -> {
                    ran.add(name);
                    meanwhile.run();
                    return () -> ran.add("after " + name);
                },
                pool::add);
    }

    private void runPool() {
        for (Runnable next = pool.poll(); next != null; next = pool.poll()) {
            next.run();
        }
    }
}
