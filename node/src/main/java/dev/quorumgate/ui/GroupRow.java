package dev.quorumgate.ui;

import dev.quorumgate.api.GroupSize;
import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.model.Label;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A group in a list.
 *
 * @param id the same as long as it is the same group, and fit for an attribute
 * @param labels the job first
 * @param pushed when a push last succeeded; empty for never
 * @param failure why the latest push was refused; empty if it was not
 */
public record GroupRow(
        String id,
        GroupAddress address,
        List<Label> labels,
        Optional<Instant> pushed,
        Optional<Failure> failure,
        int families,
        GroupSize size) {
    /** A refused push: when, why and who had sent it. */
    public record Failure(Instant time, String reason, String source) {
        static Failure of(Group.Failure failure) {
            return new Failure(Format.instant(failure.timeNanos()), failure.reason(), failure.source());
        }
    }

    private static final int LABELS_MAX = 12;
    private static final int TITLE_LENGTH_MAX = 80;

    /** Longer paths are left to the page of the group. */
    private static final int PATH_LENGTH_MAX = 2000;

    /** As many labels as the list shows. */
    public List<Label> firstLabels() {
        return labels.subList(0, Math.min(LABELS_MAX, labels.size()));
    }

    public int furtherLabels() {
        return labels.size() - firstLabels().size();
    }

    /** A short name. */
    public String title() {
        return Format.label(labels.get(0).value(), TITLE_LENGTH_MAX);
    }

    /** By which the list deletes it. */
    public Optional<String> shortPath() {
        return address.path().filter(path -> path.length() <= PATH_LENGTH_MAX);
    }

    static GroupRow of(Groups view, Group group, NameRules names) {
        return new GroupRow(
                Long.toHexString(group.key().hash64()),
                GroupAddress.of(group.key(), names),
                GroupAddress.jobFirst(group.key()),
                group.pushTimeNanos() == 0 ? Optional.empty() : Optional.of(Format.instant(group.pushTimeNanos())),
                group.isLastPushSuccessful() ? Optional.empty() : Optional.of(Failure.of(group.failure())),
                group.familyNames().size(),
                GroupSize.of(view, group));
    }
}
