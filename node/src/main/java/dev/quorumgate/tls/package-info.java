/**
 * Certificates, private keys and trust for TLS, made from PEM with what the JDK has. Imports nothing of ours. Start at
 * {@link dev.quorumgate.tls.Credentials}.
 */
@NullMarked
package dev.quorumgate.tls;

import org.jspecify.annotations.NullMarked;
