/**
 * Logs to standard error, one line an event, in logfmt or JSON with the original's keys. The only package that knows the
 * logging library behind SLF4J. Start at {@link dev.quorumgate.logging.Logging}.
 */
@NullMarked
package dev.quorumgate.logging;

import org.jspecify.annotations.NullMarked;
