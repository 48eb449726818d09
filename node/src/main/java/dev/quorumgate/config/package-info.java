/**
 * Configuration: flags and environment variables become one immutable {@link dev.quorumgate.config.NodeConfig}, or a list of
 * everything that is wrong with them. Imports only {@code cluster}. Start at {@link dev.quorumgate.config.NodeConfig}.
 */
@NullMarked
package dev.quorumgate.config;

import org.jspecify.annotations.NullMarked;
