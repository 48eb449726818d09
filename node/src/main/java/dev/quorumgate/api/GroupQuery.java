package dev.quorumgate.api;

import dev.quorumgate.groups.GroupSelector;
import dev.quorumgate.groups.Selection;
import dev.quorumgate.groups.TooMuchToMatchException;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which groups a list shows, in which order and from where on.
 *
 * @param selector by grouping labels
 * @param text in lower case, that a label value must contain; empty for any
 * @param limit how many at most
 * @param cursor behind which the list begins
 */
public record GroupQuery(
        GroupSelector selector, String text, GroupOrder order, int limit, Optional<GroupOrder.Place> cursor) {
    /** That of lists for which no other one is asked. */
    public static final GroupOrder USUAL_ORDER = new GroupOrder(GroupOrder.Sort.KEY, GroupOrder.Sort.KEY.usual());

    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1000;
    private static final int TEXT_LENGTH_MAX = 200;

    /** The parameters that {@link #of} reads. */
    private static final String[] KNOWN = {SelectorParser.PARAMETER, "q", "sort", "order", "limit", "cursor"};

    public static String[] parameters() {
        return KNOWN.clone();
    }

    /** Reads the parameters of a query. */
    public static GroupQuery of(Parameters parameters) throws InvalidParameterException {
        String text = parameters.one("q").orElse("");
        if (text.length() > TEXT_LENGTH_MAX) {
            throw new InvalidParameterException(
                    "q", "q: " + text.length() + " characters; at most " + TEXT_LENGTH_MAX + " are possible");
        }
        GroupOrder.Sort sort = parameters.word("sort", GroupOrder.Sort.class).orElse(GroupOrder.Sort.KEY);
        GroupOrder order = new GroupOrder(
                sort, parameters.word("order", GroupOrder.Direction.class).orElse(sort.usual()));
        Optional<String> cursor = parameters.one("cursor");
        return new GroupQuery(
                SelectorParser.selector(parameters),
                text.toLowerCase(Locale.ROOT),
                order,
                (int) parameters.number("limit", 1, LIMIT_MAX).orElse(LIMIT_DEFAULT),
                cursor.isPresent() ? Optional.of(Cursors.parse(cursor.get(), order)) : Optional.empty());
    }

    /**
     * The first so many of all groups that a selector chooses.
     *
     * @param sort as the parameter of that name; empty for the order of keys
     */
    public static GroupQuery of(GroupSelector selector, String sort, int limit) throws InvalidParameterException {
        Parameters parameters = Parameters.of(sort.isEmpty() ? Map.of() : Map.of("sort", List.of(sort)), "sort");
        GroupOrder.Sort by = parameters.word("sort", GroupOrder.Sort.class).orElse(GroupOrder.Sort.KEY);
        return new GroupQuery(selector, "", new GroupOrder(by, by.usual()), limit, Optional.empty());
    }

    /** @param selection by {@link #selector} */
    boolean matches(GroupingKey key, Selection selection) throws TooMuchToMatchException {
        return selection.chooses(key) && (text.isEmpty() || hasText(key));
    }

    private boolean hasText(GroupingKey key) {
        for (Label label : key.labels()) {
            if (label.value().toLowerCase(Locale.ROOT).contains(text)) {
                return true;
            }
        }
        return false;
    }
}
