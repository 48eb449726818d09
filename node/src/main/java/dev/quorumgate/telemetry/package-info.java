/**
 * What a node says of itself: its own metrics, and whether it is ready. Imports {@code model}, {@code cluster}, the metrics
 * library and the generated client model. Start at {@link dev.quorumgate.telemetry.NodeMetrics}.
 */
@NullMarked
package dev.quorumgate.telemetry;

import org.jspecify.annotations.NullMarked;
