/**
 * Replication: the adapters that make the state machine of {@code groups} run on Apache Ratis, and the consistency rules
 * that Ratis does not give (a read barrier that is one, exactly-once batches, a node that stops when its Raft part has).
 *
 * <p>Nothing outside this package sees a Ratis type. The order of calls and the reasons are in {@code DESIGN.md}. Start at
 * {@link dev.quorumgate.raft.RaftNode}.
 */
@NullMarked
package dev.quorumgate.raft;

import org.jspecify.annotations.NullMarked;
