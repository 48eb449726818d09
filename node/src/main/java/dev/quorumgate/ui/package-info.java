/**
 * The pages for people: values in, HTML out. Nothing here knows HTTP, asks anybody or reads a clock.
 *
 * <p>Start at {@link dev.quorumgate.ui.Pages}, then {@code DESIGN.md}. The templates are in {@code src/main/jte}, style and script in
 * {@code src/main/resources/page}.
 */
@NullMarked
package dev.quorumgate.ui;

import org.jspecify.annotations.NullMarked;
