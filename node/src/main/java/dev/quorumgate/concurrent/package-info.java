/**
 * Two small helpers for code that is driven by futures and by threads that own state. Knows only the JDK and the logging
 * facade.
 */
@NullMarked
package dev.quorumgate.concurrent;

import org.jspecify.annotations.NullMarked;
