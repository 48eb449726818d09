/**
 * What an operator should see to: the alarms that this node has raised, and what watches for their causes. Knows neither Raft
 * nor how alarms are told. Start at {@link dev.quorumgate.alarms.AlarmBoard}; {@code DESIGN.md} says who raises what.
 */
@NullMarked
package dev.quorumgate.alarms;

import org.jspecify.annotations.NullMarked;
