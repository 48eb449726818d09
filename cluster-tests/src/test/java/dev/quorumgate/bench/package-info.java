/**
 * The end-to-end benchmark behind {@code scripts/bench}: ours and the real Pushgateway in one run, medians and ratios. Start
 * at {@link dev.quorumgate.bench.Bench}.
 */
@NullMarked
package dev.quorumgate.bench;

import org.jspecify.annotations.NullMarked;
