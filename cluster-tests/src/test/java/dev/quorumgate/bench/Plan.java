package dev.quorumgate.bench;

import java.util.List;

/**
 * How much is measured.
 *
 * @param groups numbers of groups held, rising; each group holds 12 series
 * @param rounds measurements of each kind, of which the median counts; in each round all subjects have their turn
 * @param secondsEach length of one measurement under load
 * @param warmUpSeconds load before the first measurement
 * @param faults how often the leader is killed
 */
record Plan(List<Integer> groups, int rounds, double secondsEach, double warmUpSeconds, int faults) {
    static final Plan FULL = new Plan(List.of(1_000, 10_000, 100_000), 3, 4, 15, 5);

    /** Says whether everything works, little of how fast. */
    static final Plan QUICK = new Plan(List.of(100, 1_000), 1, 1, 1, 1);
}
