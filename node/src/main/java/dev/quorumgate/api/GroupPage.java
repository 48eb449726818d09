package dev.quorumgate.api;

import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Selection;
import dev.quorumgate.groups.TooMuchToMatchException;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.tree.Leaf;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * One page of a list of groups.
 *
 * @param groups in the order that was asked for
 * @param total how many match, on this page or not
 * @param failing how many of those had a push refused last
 * @param before how many come on the pages before
 * @param previousCursor of the page before, unless that is the first one, which has no cursor
 * @param nextCursor of the page that follows
 */
public record GroupPage(
        List<Group> groups,
        long total,
        long failing,
        long before,
        Optional<String> previousCursor,
        Optional<String> nextCursor) {
    /** Looks at each group of the view once, and keeps no more than two pages of them. */
    public static GroupPage of(Groups view, GroupQuery query) throws TooMuchToMatchException {
        Selection selection = new Selection(query.selector(), Selection.STEPS_MAX);
        boolean sizeCounts = query.order().sort() == GroupOrder.Sort.SIZE;
        Comparator<GroupOrder.Place> order = query.order().comparator();
        // One more than a page in both directions, to see whether another page follows.
        Nearest after = new Nearest(order, query.limit() + 1);
        Nearest before = new Nearest(order.reversed(), query.limit() + 1);
        long total = 0;
        long failing = 0;
        long beforeCount = 0;
        for (Leaf<GroupingKey, Group> leaf : view.byKey()) {
            List<GroupSize> sizes = sizeCounts ? GroupSize.of(view, leaf) : List.of();
            for (int i = 0; i < leaf.size(); i++) {
                if (!query.matches(leaf.key(i), selection)) {
                    continue;
                }
                Group group = leaf.value(i);
                total++;
                failing += group.isLastPushSuccessful() ? 0 : 1;
                GroupOrder.Place place =
                        query.order().place(group, sizeCounts ? sizes.get(i).bytes() : 0);
                boolean isAfter = query.cursor().isEmpty()
                        || order.compare(place, query.cursor().get()) > 0;
                (isAfter ? after : before).offer(place, group);
                beforeCount += isAfter ? 0 : 1;
            }
        }
        return new GroupPage(
                after.groups(query.limit()),
                total,
                failing,
                beforeCount,
                // The page before begins behind the place that is one further away than it has groups.
                before.at(query.limit()).map(place -> Cursors.format(place, query.order())),
                after.isMoreThan(query.limit())
                        ? after.at(query.limit() - 1).map(place -> Cursors.format(place, query.order()))
                        : Optional.empty());
    }

    /** The first few of many, by an order of their places. */
    private static final class Nearest {
        private record Placed(GroupOrder.Place place, Group group) {}

        private final int most;
        private final Comparator<Placed> order;

        /** The last one is on top. */
        private final PriorityQueue<Placed> kept;

        Nearest(Comparator<GroupOrder.Place> order, int most) {
            this.most = most;
            this.order = Comparator.comparing(Placed::place, order);
            this.kept = new PriorityQueue<>(this.order.reversed());
        }

        void offer(GroupOrder.Place place, Group group) {
            Placed placed = new Placed(place, group);
            Placed last = kept.peek();
            if (kept.size() == most && last != null && order.compare(placed, last) >= 0) {
                return;
            }
            kept.add(placed);
            if (kept.size() > most) {
                kept.poll();
            }
        }

        boolean isMoreThan(int count) {
            return kept.size() > count;
        }

        /** The place of the one that comes behind so many others; empty when there are not that many. */
        Optional<GroupOrder.Place> at(int index) {
            return kept.size() > index ? Optional.of(sorted().get(index).place) : Optional.empty();
        }

        List<Group> groups(int limit) {
            return sorted().stream().limit(limit).map(Placed::group).toList();
        }

        private List<Placed> sorted() {
            return kept.stream().sorted(order).toList();
        }
    }
}
