/** What verbs show: one {@link dev.quorumgate.cli.output.Report}, written as a table, as JSON or as YAML. */
@NullMarked
package dev.quorumgate.cli.output;

import org.jspecify.annotations.NullMarked;
