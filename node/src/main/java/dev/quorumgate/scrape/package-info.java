/**
 * The scrape: from a view to the bytes of an answer, at about the cost of copying them.
 *
 * <p>Families are written in the order of their names, series in that of grouping keys; the node's own families are merged
 * in. The text of each leaf of a view is rendered and compressed once and kept with the leaf, so that a scrape renders only
 * what changed since the last one. {@code DESIGN.md} has the figures. Start at {@link dev.quorumgate.scrape.Scrape}.
 */
@NullMarked
package dev.quorumgate.scrape;

import org.jspecify.annotations.NullMarked;
