/**
 * The operator's command line: a client of the admin service, and the verbs that work on files offline. Start at {@link
 * dev.quorumgate.cli.Cli}; each verb is a class in {@code verb}. It must start fast, so nothing here logs, and what the
 * offline verbs need is not touched by the others.
 */
@NullMarked
package dev.quorumgate.cli;

import org.jspecify.annotations.NullMarked;
