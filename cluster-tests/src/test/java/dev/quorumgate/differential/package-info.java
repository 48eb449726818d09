/**
 * The same requests to a node and to the real Pushgateway: a seeded generator, a comparison of answers and of what scrapes show
 * after them, and one table of the differences that are meant, {@link dev.quorumgate.differential.KnownDifferences}. Behind
 * {@code scripts/differential} and {@code DifferentialTest}. Start at {@link dev.quorumgate.differential.Pair}.
 */
@NullMarked
package dev.quorumgate.differential;

import org.jspecify.annotations.NullMarked;
