package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.PushedFamily;
import dev.quorumgate.model.PushedMetric;
import dev.quorumgate.model.Utf8Length;
import java.util.List;

/** Holds a push against {@link PushLimits}, before any work is put into it. */
final class PushSize {
    private static final int SHOWN_CHARACTERS_MAX = 60;

    private final GroupingKey key;
    private final PushLimits limits;

    private PushSize(GroupingKey key, PushLimits limits) {
        this.key = key;
        this.limits = limits;
    }

    /**
     * Checks a push.
     *
     * @throws LimitExceededException if it is too large; the message tells of the first thing that is
     */
    static void check(GroupingKey key, List<PushedFamily> families, PushLimits limits) throws LimitExceededException {
        if (!limits.equals(PushLimits.UNLIMITED)) {
            new PushSize(key, limits).check(families);
        }
    }

    private void check(List<PushedFamily> families) throws LimitExceededException {
        long series =
                families.stream().mapToLong(family -> family.metrics().size()).sum();
        if (series > limits.series()) {
            throw new LimitExceededException("the push has " + series + " series; the limit is " + limits.series()
                    + " (--limit.series-per-push); push less at a time");
        }
        for (Label label : key.labels()) {
            checkLength(label, "the grouping key");
        }
        checkCount(
                key.labels().size() + (key.has(TimeFamilies.NO_INSTANCE.name()) ? 0 : 1), "each metric of the group");
        for (PushedFamily family : families) {
            String where = "metric \"" + family.name() + "\"";
            for (PushedMetric metric : family.metrics()) {
                for (Label label : metric.labels()) {
                    checkLength(label, where);
                }
                checkCount(countWithGroupingLabels(metric.labels()), where);
            }
        }
    }

    private void checkLength(Label label, String where) throws LimitExceededException {
        long nameBytes = Utf8Length.of(label.name());
        if (nameBytes > limits.labelNameBytes()) {
            throw new LimitExceededException(
                    "a label name of " + where + " has " + nameBytes + " bytes: " + shown(label.name())
                            + "; the limit is " + limits.labelNameBytes() + " (--limit.label-name-length)");
        }
        long valueBytes = Utf8Length.of(label.value());
        if (valueBytes > limits.labelValueBytes()) {
            throw new LimitExceededException("the value of label " + shown(label.name()) + " of " + where + " has "
                    + valueBytes + " bytes: " + shown(label.value()) + "; the limit is " + limits.labelValueBytes()
                    + " (--limit.label-value-length)");
        }
    }

    private void checkCount(int labels, String where) throws LimitExceededException {
        if (labels > limits.labels()) {
            throw new LimitExceededException(where + " has " + labels
                    + " labels, grouping labels and instance included; the limit is " + limits.labels()
                    + " (--limit.labels)");
        }
    }

    /** As {@link PushIntake} will have it: a grouping label takes the place of a pushed one of its name. */
    private int countWithGroupingLabels(List<Label> pushed) {
        int count = key.labels().size();
        boolean instance = key.has(TimeFamilies.NO_INSTANCE.name());
        for (Label label : pushed) {
            count += key.has(label.name()) ? 0 : 1;
            instance |= label.name().equals(TimeFamilies.NO_INSTANCE.name());
        }
        return count + (instance ? 0 : 1);
    }

    private static String shown(String text) {
        return "\"" + Reasons.cut(text, SHOWN_CHARACTERS_MAX) + "\"";
    }
}
