package dev.quorumgate.differential;

import java.util.List;
import java.util.Random;

/** Everything random of one sequence, by its seed. */
final class Chance {
    private final Random random;

    Chance(long seed) {
        // Seeds in a row would begin alike.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    /** From 0 on, below {@code bound}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    String of(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
