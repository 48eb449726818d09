/**
 * The JSON of the query API: {@code /api/v1} as the Pushgateway writes it, {@code /api/v2} as we do. Values in, documents out;
 * nothing here knows HTTP.
 *
 * <p>Start at {@link dev.quorumgate.api.JsonDocument}, which is what every answer is, and {@code DESIGN.md}.
 */
@NullMarked
package dev.quorumgate.api;

import org.jspecify.annotations.NullMarked;
