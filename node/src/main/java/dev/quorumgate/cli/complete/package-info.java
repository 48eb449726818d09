/** Scripts that complete the command line in shells. */
@NullMarked
package dev.quorumgate.cli.complete;

import org.jspecify.annotations.NullMarked;
