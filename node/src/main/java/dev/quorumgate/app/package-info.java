/**
 * The program: the command line's verbs, and the assembly of a node from its parts. Knows everything; nothing knows it.
 * Start at {@link dev.quorumgate.app.Main}, then {@link dev.quorumgate.app.NodeAssembly}.
 */
@NullMarked
package dev.quorumgate.app;

import org.jspecify.annotations.NullMarked;
