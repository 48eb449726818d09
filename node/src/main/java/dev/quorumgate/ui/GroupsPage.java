package dev.quorumgate.ui;

import dev.quorumgate.api.GroupOrder;
import dev.quorumgate.api.GroupPage;
import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.model.Label;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The list of groups: what was asked for, what was found.
 *
 * @param order that the groups are in
 * @param mistake in the search, in words; empty when there is none
 * @param rows of this page
 * @param found what there is beside the rows
 * @param stored groups in the whole of the store
 * @param series in the whole of the store
 * @param deletion whether all that were found may be deleted at once
 */
public record GroupsPage(
        SearchText search,
        GroupOrder order,
        Optional<String> mistake,
        List<GroupRow> rows,
        Found found,
        long stored,
        long series,
        Deletion deletion) {
    /** How long the text of a label may be in the list. */
    public static final int VALUE_LENGTH_MAX = 160;

    private static final int LABELS_TRIED = 3;

    /** What {@link GroupPage} says beside the groups. */
    public record Found(
            long total, long failing, long before, Optional<String> previousCursor, Optional<String> nextCursor) {
        static final Found NOTHING = new Found(0, 0, 0, Optional.empty(), Optional.empty());
    }

    /**
     * How all groups that were found are deleted.
     *
     * @param query of {@code DELETE api/v2/groups}; empty where that is not possible
     * @param hint why not, and what to do
     * @param searches other ones, by which it is possible
     */
    public record Deletion(Optional<String> query, String hint, List<String> searches) {
        static final Deletion NONE = new Deletion(Optional.empty(), "", List.of());
    }

    /** What to order by, as a column. */
    public record Column(String title, GroupOrder.Sort sort, GroupOrder.Direction first, boolean isNumber) {}

    public static final List<Column> SORTED_COLUMNS = List.of(
            new Column("Group", GroupOrder.Sort.KEY, GroupOrder.Direction.ASC, false),
            new Column("Last push", GroupOrder.Sort.AGE, GroupOrder.Direction.ASC, false),
            new Column("Size", GroupOrder.Sort.SIZE, GroupOrder.Direction.DESC, true));

    /**
     * What was found.
     *
     * @param choosesAnyJob whether the matchers choose groups whatever their job is
     * @param adminApi whether this node lets everything be deleted
     */
    public static GroupsPage of(
            SearchText search,
            GroupOrder order,
            Groups view,
            GroupPage page,
            boolean choosesAnyJob,
            boolean adminApi,
            NameRules names) {
        return new GroupsPage(
                search,
                order,
                Optional.empty(),
                page.groups().stream()
                        .map(group -> GroupRow.of(view, group, names))
                        .toList(),
                new Found(page.total(), page.failing(), page.before(), page.previousCursor(), page.nextCursor()),
                view.byKey().size(),
                view.seriesCount(),
                deletion(search, page, choosesAnyJob, adminApi));
    }

    /** A search that cannot be done. */
    public static GroupsPage mistaken(SearchText search, GroupOrder order, Groups view, String mistake) {
        return new GroupsPage(
                search,
                order,
                Optional.of(mistake),
                List.of(),
                Found.NOTHING,
                view.byKey().size(),
                view.seriesCount(),
                Deletion.NONE);
    }

    private static Deletion deletion(SearchText search, GroupPage page, boolean choosesAnyJob, boolean adminApi) {
        if (page.total() == 0) {
            return Deletion.NONE;
        }
        if (!search.isEmpty() && !search.isMatchers()) {
            return new Deletion(
                    Optional.empty(), "To delete many at once, search by a matcher:", matchersFor(search, page));
        }
        String all = choosesAnyJob ? "&all=true" : "";
        if (choosesAnyJob && !adminApi) {
            return search.isEmpty()
                    ? Deletion.NONE
                    : new Deletion(
                            Optional.empty(),
                            "These matchers choose groups whatever their job is. To delete all of them, start the node with"
                                    + " --web.enable-admin-api, or name a job.",
                            List.of());
        }
        return new Deletion(
                Optional.of((search.isEmpty()
                                ? ""
                                : "&match="
                                        + GroupAddress.encoded(search.typed().strip()))
                        + all),
                "",
                List.of());
    }

    /** By the labels of this page that have the text. */
    private static List<String> matchersFor(SearchText search, GroupPage page) {
        String text = search.typed().strip().toLowerCase(Locale.ROOT);
        Set<String> names = new TreeSet<>();
        for (Group group : page.groups()) {
            for (Label label : group.key().labels()) {
                if (NameRules.LEGACY.allowsLabel(label.name())
                        && label.value().toLowerCase(Locale.ROOT).contains(text)) {
                    names.add(label.name());
                }
            }
        }
        return names.stream()
                .flatMap(name -> search.asMatcher(name).stream())
                .limit(LABELS_TRIED)
                .toList();
    }

    /** Whether nobody has pushed yet. */
    public boolean isFirstVisit() {
        return stored == 0 && search.isEmpty() && mistake.isEmpty();
    }

    public boolean isSortedBy(Column column) {
        return order.sort() == column.sort;
    }

    /** For screen readers. Ages are told as times, so that the youngest is the highest. */
    public String ariaSort(Column column) {
        if (!isSortedBy(column)) {
            return "none";
        }
        boolean ascending = (order.direction() == GroupOrder.Direction.ASC) != (column.sort == GroupOrder.Sort.AGE);
        return ascending ? "ascending" : "descending";
    }

    /** The list in the order of a column; the other way round if it is in that order already. */
    public String sortedBy(Column column) {
        GroupOrder.Direction direction = !isSortedBy(column)
                ? column.first
                : order.direction() == GroupOrder.Direction.ASC ? GroupOrder.Direction.DESC : GroupOrder.Direction.ASC;
        return link(search.typed(), new GroupOrder(column.sort, direction), Optional.empty());
    }

    public String failingFirst() {
        return link(
                search.typed(),
                new GroupOrder(GroupOrder.Sort.LAST_FAILURE, GroupOrder.Direction.DESC),
                Optional.empty());
    }

    public String at(Optional<String> cursor) {
        return link(search.typed(), order, cursor);
    }

    public String searching(String other) {
        return link(other, order, Optional.empty());
    }

    private static String link(String typed, GroupOrder order, Optional<String> cursor) {
        StringBuilder link = new StringBuilder("./");
        char separator = '?';
        if (!typed.isBlank()) {
            link.append(separator).append("q=").append(GroupAddress.encoded(typed.strip()));
            separator = '&';
        }
        if (!isUsual(order)) {
            link.append(separator)
                    .append("sort=")
                    .append(sortWord(order))
                    .append("&order=")
                    .append(directionWord(order));
            separator = '&';
        }
        if (cursor.isPresent()) {
            link.append(separator).append("cursor=").append(cursor.get());
        }
        return link.toString();
    }

    private static boolean isUsual(GroupOrder order) {
        return order.sort() == GroupOrder.Sort.KEY && order.direction() == GroupOrder.Direction.ASC;
    }

    /** Whether the list is ordered by key, as it is unless one asks for another order. */
    public boolean isInUsualOrder() {
        return isUsual(order);
    }

    public String sortWord() {
        return sortWord(order);
    }

    public String directionWord() {
        return directionWord(order);
    }

    private static String sortWord(GroupOrder order) {
        return order.sort().name().toLowerCase(Locale.ROOT);
    }

    private static String directionWord(GroupOrder order) {
        return order.direction().name().toLowerCase(Locale.ROOT);
    }
}
