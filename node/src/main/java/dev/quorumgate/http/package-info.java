/**
 * The HTTP surface: the Pushgateway's paths, methods, status codes and texts.
 *
 * <p>Paths are taken apart here and not by the web framework, because the original routes by the decoded path. What is
 * refused is told as the original tells it; {@code DESIGN.md} lists where it is told better. Start at
 * {@link dev.quorumgate.http.HttpServer}, then {@link dev.quorumgate.http.Router}.
 */
@NullMarked
package dev.quorumgate.http;

import org.jspecify.annotations.NullMarked;
