package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.tree.Leaf;
import dev.quorumgate.tree.SortedTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the groups that a selector chooses, and counts what its patterns take for it: a match takes as many steps as its
 * program has instructions, for each character of the value and one more. What a pattern says of a value is remembered. When
 * more steps are needed than are allowed it gives up. Used once, by one thread.
 *
 * <p>Whether it gives up decides what a replica holds. So how steps are counted, in which order and what is remembered is part
 * of the log format, as is how large RE2J makes a program; the number of steps travels in the command.
 */
public final class Selection {
    /** What may be asked for: about a second of patterns at their worst, on a core that is idle. */
    public static final long STEPS_MAX = 100_000_000;

    /** Values whose results are remembered, for all patterns together. */
    static final int REMEMBERED_MAX = 100_000;

    private final List<LabelMatcher> matchers;
    private final List<Map<String, Boolean>> known = new ArrayList<>();
    private final long stepsMax;
    private long steps;
    private int remembered;
    private long groups;

    /** @param stepsMax how many steps the patterns may take */
    public Selection(GroupSelector selector, long stepsMax) {
        this.matchers = selector.cheapestFirst();
        this.stepsMax = stepsMax;
        matchers.forEach(any -> known.add(new HashMap<>()));
    }

    /** The groups that are chosen, in the order of their keys. */
    public List<Group> from(SortedTree<GroupingKey, Group> byKey) throws TooMuchToMatchException {
        List<Group> chosen = new ArrayList<>();
        for (Leaf<GroupingKey, Group> leaf : byKey) {
            for (int i = 0; i < leaf.size(); i++) {
                if (chooses(leaf.key(i))) {
                    chosen.add(leaf.value(i));
                }
            }
        }
        return chosen;
    }

    /** Whether the group of this key is chosen. */
    public boolean chooses(GroupingKey key) throws TooMuchToMatchException {
        groups++;
        for (int i = 0; i < matchers.size(); i++) {
            if (!matches(i, matchers.get(i).valueIn(key))) {
                return false;
            }
        }
        return true;
    }

    private boolean matches(int position, String value) throws TooMuchToMatchException {
        LabelMatcher matcher = matchers.get(position);
        if (!matcher.operator().hasPattern()) {
            return matcher.matches(value);
        }
        Boolean before = known.get(position).get(value);
        if (before != null) {
            return before;
        }
        take(matcher.programSize() * (value.length() + 1L));
        boolean matches = matcher.matches(value);
        if (remembered < REMEMBERED_MAX) {
            known.get(position).put(value, matches);
            remembered++;
        }
        return matches;
    }

    private void take(long more) throws TooMuchToMatchException {
        if (more > stepsMax - steps) {
            throw new TooMuchToMatchException("the patterns take too long to match: " + (steps + more)
                    + " steps for the first " + groups + " groups, at most " + stepsMax
                    + " are possible (a match takes the size of the pattern times the length of the value); use simpler"
                    + " patterns, or fewer, or choose among fewer groups by an equality such as job=\"x\", which is"
                    + " looked at first");
        }
        steps += more;
    }
}
