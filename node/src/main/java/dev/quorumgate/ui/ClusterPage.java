package dev.quorumgate.ui;

import dev.quorumgate.cluster.ClusterView;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.PeerId;
import java.util.List;
import java.util.Optional;

/**
 * The cluster as the node that answers sees it, with what the members say of themselves. The words are those of
 * {@code quorumgate status}.
 *
 * @param node what the node that answers says of itself
 * @param leader that a majority has confirmed just now
 */
public record ClusterPage(
        String clusterId, NodeReport node, ClusterView view, Optional<String> leader, List<MemberLine> members) {
    /**
     * The page.
     *
     * @param isCurrent whether a majority confirmed just now that this node is current
     */
    public static ClusterPage of(String clusterId, NodeReport node, ClusterView view, boolean isCurrent) {
        return new ClusterPage(
                clusterId,
                node,
                view,
                isCurrent ? node.leader().map(PeerId::name) : Optional.empty(),
                view.rows(node).stream()
                        .map(row -> MemberLine.of(row, node.self().id()))
                        .toList());
    }

    /** How many of the members have answered. */
    public String answering() {
        return view.reports().size() + " of " + view.configuration().all().size();
    }

    /** The highest that anybody knows, or a dash. */
    public String commitIndex() {
        return view.commitIndex() < 0 ? "–" : Format.count(view.commitIndex());
    }

    /** Of the node that answers. */
    public String appliedIndex() {
        return node.appliedIndex() < 0 ? "–" : Format.count(node.appliedIndex());
    }

    /** How safe the majority is, as a class of the style sheet. */
    public String quorumMood() {
        int tolerance = view.safety().tolerance();
        return tolerance < 0 ? "error" : view.safety().sound() < view.safety().voters() ? "warning" : "fine";
    }
}
