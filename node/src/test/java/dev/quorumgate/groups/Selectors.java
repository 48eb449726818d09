package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Selectors that tests know to be valid. */
final class Selectors {
    private Selectors() {}

    static LabelMatcher matcher(String name, LabelMatcher.Operator operator, String value) {
        try {
            return LabelMatcher.of(name, operator, value);
        } catch (InvalidSelectorException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static GroupSelector of(List<LabelMatcher> matchers) {
        try {
            return GroupSelector.of(matchers);
        } catch (InvalidSelectorException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static boolean matches(GroupSelector selector, GroupingKey key) {
        return selector.matchers().stream().allMatch(matcher -> matcher.matches(matcher.valueIn(key)));
    }

    /** The steps that a selection takes among few groups. */
    static long steps(GroupSelector selector, Collection<GroupingKey> keys) {
        List<LabelMatcher> plain = selector.matchers().stream()
                .filter(matcher -> matcher.programSize() == 0)
                .toList();
        List<LabelMatcher> patterns = selector.matchers().stream()
                .filter(matcher -> matcher.programSize() > 0)
                .toList();
        long steps = 0;
        for (int i = 0; i < patterns.size(); i++) {
            GroupSelector before =
                    of(Stream.concat(plain.stream(), patterns.stream().limit(i)).toList());
            Set<String> seen = new HashSet<>();
            for (GroupingKey key : keys) {
                String value = patterns.get(i).valueIn(key);
                if (matches(before, key) && seen.add(value)) {
                    steps += patterns.get(i).programSize() * (value.length() + 1L);
                }
            }
        }
        return steps;
    }
}
