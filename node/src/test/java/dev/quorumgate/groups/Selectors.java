package dev.quorumgate.groups;

import java.util.List;

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
}
