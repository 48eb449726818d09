/**
 * The durable form of the grouping store, on RocksDB: one atomic batch for each log entry, the applied index in it.
 *
 * <p>Nothing is read from it while the node runs; it is there for restarts and for snapshots. The open database is a
 * disposable copy of the newest checkpoint plus what the log added since, so it needs no write-ahead log of its own: the
 * Raft log is it. {@code DESIGN.md} has the key layout and the reasons. Imports {@code model} and {@code groups}, RocksDB and
 * the generated records. Start at {@link dev.quorumgate.store.GroupStore}.
 */
@NullMarked
package dev.quorumgate.store;

import org.jspecify.annotations.NullMarked;
