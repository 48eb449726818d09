/**
 * The operator's words for a cluster: its members and the state of a node. Knows only the JDK. Start at
 * {@link dev.quorumgate.cluster.Members}.
 */
@NullMarked
package dev.quorumgate.cluster;

import org.jspecify.annotations.NullMarked;
