/**
 * An immutable sorted map whose versions share structure, with a place in each leaf for what readers derive from it.
 *
 * <p>The grouping store keeps every view in such trees: a write copies one path, a reader holds a version for as long as
 * it likes, and what a reader computed for a leaf (its exposition text) is there for the next reader of any version that
 * still has this leaf. Knows only the JDK. Start at {@link dev.quorumgate.tree.SortedTree}.
 */
@NullMarked
package dev.quorumgate.tree;

import org.jspecify.annotations.NullMarked;
