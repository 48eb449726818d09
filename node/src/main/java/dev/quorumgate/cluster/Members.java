package dev.quorumgate.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The members that a cluster begins with; sorted by name, never empty, names and addresses unique. */
public record Members(List<Member> all) {
    public Members {
        all = all.stream().sorted(Comparator.comparing(Member::name)).toList();
        if (all.isEmpty()) {
            throw new IllegalArgumentException("a cluster needs a member");
        }
        Set<String> seen = new HashSet<>();
        for (Member member : all) {
            if (!seen.add(member.name())) {
                throw new IllegalArgumentException("member '" + member.name() + "' is listed twice");
            }
            if (!seen.add(member.raftAddress()) || !seen.add(member.adminAddress())) {
                throw new IllegalArgumentException("member '" + member.name() + "' shares an address with another one");
            }
        }
    }

    public Optional<Member> named(String name) {
        return all.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    /** The members other than {@code name}. */
    public List<Member> except(String name) {
        return all.stream().filter(member -> !member.name().equals(name)).toList();
    }

    /** The list in one spelling, the same for all nodes that mean the same members. */
    public String canonical() {
        return all.stream().map(Member::toString).collect(Collectors.joining(","));
    }

    /**
     * The id of the cluster that these members found together: each of them can tell it without asking the others, and
     * nodes that were given different lists never mix.
     */
    public UUID foundedClusterId() {
        return UUID.nameUUIDFromBytes(("quorumgate cluster of " + canonical()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return canonical();
    }
}
