/**
 * What the product would be if it trusted Ratis's own linearizable reads, to show that the tests for stale reads find some
 * there. Start at {@link dev.quorumgate.clustertests.ratisonly.RatisOnlyNode}.
 */
@NullMarked
package dev.quorumgate.clustertests.ratisonly;

import org.jspecify.annotations.NullMarked;
