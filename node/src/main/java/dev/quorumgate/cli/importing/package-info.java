/**
 * Copies the groups of a Pushgateway. Its query API says what there is; its scrape adds what the API has no words for. Start
 * at {@link dev.quorumgate.cli.importing.Source}; reasons are in DESIGN.md.
 */
@NullMarked
package dev.quorumgate.cli.importing;

import org.jspecify.annotations.NullMarked;
