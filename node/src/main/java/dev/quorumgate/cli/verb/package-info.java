/** One class for each verb: its flags, its call, its report. */
@NullMarked
package dev.quorumgate.cli.verb;

import org.jspecify.annotations.NullMarked;
