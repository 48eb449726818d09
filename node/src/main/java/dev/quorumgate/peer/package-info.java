/**
 * What the nodes of one cluster ask of each other beside Raft, over gRPC: handing a batch to the leader, a read index, a
 * term, and the greeting before a first start. Adapter between the ports of {@code raft} and the generated stubs. Start at
 * {@link dev.quorumgate.peer.PeerEndpoint} and {@link dev.quorumgate.peer.PeerClient}.
 */
@NullMarked
package dev.quorumgate.peer;

import org.jspecify.annotations.NullMarked;
