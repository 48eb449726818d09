package dev.quorumgate.clustertests.history;

import dev.quorumgate.clustertests.harness.ClusterNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whom the nodes, by their logs, took for the leader of each term. */
final class LeadersByTerm {
    private static final Pattern ROLE_LINE = Pattern.compile("role=\\w+ leader=(\\w+) term=(\\d+)");
    private static final String NOBODY = "none";

    private LeadersByTerm() {}

    static Map<Long, Set<String>> of(List<ClusterNode> nodes) {
        Map<Long, Set<String>> leaders = new TreeMap<>();
        for (ClusterNode node : nodes) {
            for (String line : node.log().lines()) {
                Matcher role = ROLE_LINE.matcher(line);
                if (role.find() && !role.group(1).equals(NOBODY)) {
                    leaders.computeIfAbsent(Long.valueOf(role.group(2)), term -> new TreeSet<>())
                            .add(role.group(1));
                }
            }
        }
        return leaders;
    }
}
