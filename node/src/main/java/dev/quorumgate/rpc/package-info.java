/**
 * The one gRPC server of a node, on the admin port, and the channels to others: addresses, deadlines, and later TLS. Knows
 * nothing of what is said. Start at {@link dev.quorumgate.rpc.RpcServer} and {@link dev.quorumgate.rpc.RpcChannels}.
 */
@NullMarked
package dev.quorumgate.rpc;

import org.jspecify.annotations.NullMarked;
