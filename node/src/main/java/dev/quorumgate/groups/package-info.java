/**
 * The replicated state machine: commands go in, the next view of all groups and one outcome for each command come out.
 *
 * <p>Pure: no clock, no randomness, no file, no configuration; the same batch applied to the same view gives the same
 * result on every node. Imports only the model, the tree, RE2J and the JDK. Start at {@link dev.quorumgate.groups.Groups}; the
 * decisions and their prices are in {@code DESIGN.md} beside this file.
 */
@NullMarked
package dev.quorumgate.groups;

import org.jspecify.annotations.NullMarked;
