/** What clients push and scrapers read, as bytes. */
@NullMarked
package dev.quorumgate.exposition;

import org.jspecify.annotations.NullMarked;
