package dev.quorumgate.api;

import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.HeldFamily;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.tree.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much a group holds, without the two families of the gateway itself.
 *
 * @param series as the metrics of the client model: a histogram counts once
 * @param bytes of these metrics as they are stored
 */
public record GroupSize(long series, long bytes) {
    /** Of the groups of a leaf, in their order. A type of its own, so that a leaf can remember it. */
    private record OfLeaf(List<GroupSize> sizes) {}

    public static GroupSize of(Groups groups, Group group) {
        long series = 0;
        long bytes = 0;
        for (String name : group.familyNames()) {
            Optional<HeldFamily> held = groups.family(group.key(), name);
            if (held.isPresent()) {
                series += held.get().family().metricCount();
                bytes += held.get().family().metrics().length;
            }
        }
        return new GroupSize(series, bytes);
    }

    /**
     * The sizes of neighbouring groups; computed once for as long as none of them is pushed to. Each push makes another {@link
     * Group}, and so another leaf: which families a group holds depends on the leaf alone.
     */
    public static List<GroupSize> of(Groups groups, Leaf<GroupingKey, Group> leaf) {
        return leaf.derived(OfLeaf.class, same -> {
                    List<GroupSize> sizes = new ArrayList<>(same.size());
                    for (int i = 0; i < same.size(); i++) {
                        sizes.add(of(groups, same.value(i)));
                    }
                    return new OfLeaf(sizes);
                })
                .sizes;
    }
}
