/**
 * What clients did and saw, and what must be true of it. Start at {@link dev.quorumgate.clustertests.history.History}.
 */
@NullMarked
package dev.quorumgate.clustertests.history;

import org.jspecify.annotations.NullMarked;
