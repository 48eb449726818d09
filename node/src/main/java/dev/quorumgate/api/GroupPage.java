package dev.quorumgate.api;

import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Selection;
import dev.quorumgate.groups.TooMuchToMatchException;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.tree.Leaf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * One page of a list of groups.
 *
 * @param groups in the order that was asked for
 * @param total how many match, on this page or not
 * @param nextCursor of the page that follows
 */
record GroupPage(List<Group> groups, long total, Optional<String> nextCursor) {
    /** A group and where it stands. */
    private record Placed(GroupOrder.Place place, Group group) {}

    /** Looks at each group of the view once, and keeps no more than a page of them. */
    static GroupPage of(Groups view, GroupQuery query) throws TooMuchToMatchException {
        Selection selection = new Selection(query.selector(), Selection.STEPS_MAX);
        boolean sizeCounts = query.order().sort() == GroupOrder.Sort.SIZE;
        Comparator<GroupOrder.Place> order = query.order().comparator();
        // The last one of those kept is on top. One more than a page, to see whether another page follows.
        PriorityQueue<Placed> kept = new PriorityQueue<>(Comparator.comparing(Placed::place, order.reversed()));
        long total = 0;
        for (Leaf<GroupingKey, Group> leaf : view.byKey()) {
            List<GroupSize> sizes = sizeCounts ? GroupSize.of(view, leaf) : List.of();
            for (int i = 0; i < leaf.size(); i++) {
                if (!query.matches(leaf.key(i), selection)) {
                    continue;
                }
                total++;
                Group group = leaf.value(i);
                GroupOrder.Place place =
                        query.order().place(group, sizeCounts ? sizes.get(i).bytes() : 0);
                if (query.cursor().isEmpty()
                        || order.compare(place, query.cursor().get()) > 0) {
                    kept.add(new Placed(place, group));
                    if (kept.size() > query.limit() + 1) {
                        kept.poll();
                    }
                }
            }
        }
        return page(kept, total, query);
    }

    private static GroupPage page(PriorityQueue<Placed> kept, long total, GroupQuery query) {
        boolean more = kept.size() > query.limit();
        if (more) {
            kept.poll();
        }
        Optional<String> cursor = more && !kept.isEmpty()
                ? Optional.of(Cursors.format(kept.element().place, query.order()))
                : Optional.empty();
        List<Group> groups = new ArrayList<>(kept.size());
        for (Placed last = kept.poll(); last != null; last = kept.poll()) {
            groups.add(last.group);
        }
        Collections.reverse(groups);
        return new GroupPage(groups, total, cursor);
    }
}
