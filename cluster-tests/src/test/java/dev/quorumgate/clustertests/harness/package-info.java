/**
 * Real nodes as processes, and what drives them from outside: clusters, networks, signals, an HTTP client. Knows nothing of
 * the product but its command line and its HTTP. Start at {@link dev.quorumgate.clustertests.harness.TestCluster}.
 */
@NullMarked
package dev.quorumgate.clustertests.harness;

import org.jspecify.annotations.NullMarked;
