/**
 * What is done to data folders while no node runs on them: checks of backup files, new folders from them, and the rescue of what
 * is left when a majority is lost. {@code DESIGN.md} has the reasons. Start at {@link dev.quorumgate.recovery.Restore}.
 */
@NullMarked
package dev.quorumgate.recovery;

import org.jspecify.annotations.NullMarked;
