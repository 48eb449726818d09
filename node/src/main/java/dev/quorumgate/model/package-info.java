/**
 * The values of the field: grouping keys, labels, metric families.
 *
 * <p>The gateway understands names, types and labels; sample values it carries and never interprets. So a family's metrics
 * are kept as the bytes of the public client model ({@link dev.quorumgate.model.MetricFamily}), which are written once, by
 * the node that took the push, and then stored, hashed, compared and served as they are.
 *
 * <p>Knows only the JDK. Start at {@link dev.quorumgate.model.GroupingKey}, then
 * {@link dev.quorumgate.model.MetricFamily}.
 */
@NullMarked
package dev.quorumgate.model;

import org.jspecify.annotations.NullMarked;
