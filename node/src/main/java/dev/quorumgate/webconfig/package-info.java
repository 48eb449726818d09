/**
 * The file of {@code --web.config.file}: TLS, passwords, headers and the rate limit, in the format of the Prometheus
 * exporters. It becomes an immutable {@link dev.quorumgate.webconfig.WebConfig}, or a list of everything that is wrong with
 * it, each with line and column; {@link dev.quorumgate.webconfig.WebConfigFile} follows its changes. What it means for
 * requests and connections is the business of {@code http}. {@code DESIGN.md} has the decisions. Imports {@code config},
 * {@code tls} and SnakeYAML.
 */
@NullMarked
package dev.quorumgate.webconfig;

import org.jspecify.annotations.NullMarked;
