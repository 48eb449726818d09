/**
 * The admin service: what operators ask of a cluster, over gRPC. Adapter from the ports of {@code cluster} and from {@code
 * groups} to the generated stubs; knows nothing of Raft. Start at {@link dev.quorumgate.admin.AdminEndpoint}.
 */
@NullMarked
package dev.quorumgate.admin;

import org.jspecify.annotations.NullMarked;
