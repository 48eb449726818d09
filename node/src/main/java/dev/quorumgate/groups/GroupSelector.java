package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Chooses groups by their grouping labels: those that all matchers match; without matchers, every group. Immutable. */
public final class GroupSelector {
    public static final GroupSelector ALL = new GroupSelector(List.of());

    private static final int MATCHERS_MAX = 20;

    /** Stands for every job. Nobody's, but of letters alone, so that it passes for one where a pattern is a wide one. */
    private static final GroupingKey ANY_JOB = GroupingKey.of(Map.of(GroupingKey.JOB, "xqzxqzxqz"));

    private final List<LabelMatcher> matchers;
    private final List<LabelMatcher> cheapestFirst;

    private GroupSelector(List<LabelMatcher> matchers) {
        this.matchers = matchers;
        this.cheapestFirst = matchers.stream()
                .sorted(Comparator.comparing(matcher -> matcher.operator().hasPattern()))
                .toList();
    }

    /**
     * A selector.
     *
     * @throws InvalidSelectorException if there is more to match than others should have to wait for
     */
    public static GroupSelector of(List<LabelMatcher> matchers) throws InvalidSelectorException {
        if (matchers.size() > MATCHERS_MAX) {
            throw new InvalidSelectorException(
                    matchers.size() + " label matchers; at most " + MATCHERS_MAX + " are possible");
        }
        int programSize = matchers.stream().mapToInt(LabelMatcher::programSize).sum();
        if (programSize > LabelMatcher.PROGRAM_SIZE_MAX) {
            throw new InvalidSelectorException(
                    "the patterns would take too long to match: all together they are too large; use fewer or simpler"
                            + " ones");
        }
        return new GroupSelector(List.copyOf(matchers));
    }

    public List<LabelMatcher> matchers() {
        return matchers;
    }

    /** The same with patterns behind all others, otherwise in their order. */
    List<LabelMatcher> cheapestFirst() {
        return cheapestFirst;
    }

    /**
     * Whether groups are chosen whatever their job is, if they have no other label: the selector may be one that chooses all.
     * PromQL asks whether the empty label set matches; but no group is without a job, and {@code job!=""} would pass.
     */
    public boolean choosesAnyJob() {
        return matchers.stream().allMatch(matcher -> matcher.matches(matcher.valueIn(ANY_JOB)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupSelector selector && matchers.equals(selector.matchers);
    }

    @Override
    public int hashCode() {
        return matchers.hashCode();
    }

    /** For people: <code>{job="a",zone=~"eu-.*"}</code>. */
    @Override
    public String toString() {
        return matchers.stream().map(LabelMatcher::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
