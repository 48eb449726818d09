/**
 * Backup files: one checked run of the records of a store, as of one log index. Knows the JDK and the generated frames; neither
 * RocksDB nor what a record means. {@code DESIGN.md} has the format and its reasons. Start at
 * {@link dev.quorumgate.backup.BackupWriter}.
 */
@NullMarked
package dev.quorumgate.backup;

import org.jspecify.annotations.NullMarked;
