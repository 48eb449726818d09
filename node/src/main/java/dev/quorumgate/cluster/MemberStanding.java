package dev.quorumgate.cluster;

/**
 * Whether a node belongs to the cluster, by a configuration that is committed. Who was in an earlier one and is not in this
 * one never will be again: no peer id comes back.
 *
 * @param configurationIndex log index of that configuration
 */
public record MemberStanding(boolean member, long configurationIndex) {}
