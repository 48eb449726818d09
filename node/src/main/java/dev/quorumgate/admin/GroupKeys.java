package dev.quorumgate.admin;

import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import java.util.List;

/** Grouping keys as callers write them; held to the rules that paths of pushes are held to. */
final class GroupKeys {
    private static final String RESERVED_PREFIX = "__";

    private GroupKeys() {}

    /** @throws io.grpc.StatusRuntimeException if these labels are no grouping key */
    static GroupingKey of(List<dev.quorumgate.proto.admin.Label> labels, NameRules names) {
        if (labels.size() > GroupingKey.LABELS_MAX) {
            throw Errors.invalid(
                    labels.size() + " grouping labels; at most " + GroupingKey.LABELS_MAX + " are possible");
        }
        for (dev.quorumgate.proto.admin.Label label : labels) {
            if (!names.allowsLabel(label.getName()) || label.getName().startsWith(RESERVED_PREFIX)) {
                throw Errors.invalid("improper label name \"" + label.getName() + "\"");
            }
        }
        try {
            return GroupingKey.of(labels.stream()
                    .map(each -> new Label(each.getName(), each.getValue()))
                    .toList());
        } catch (IllegalArgumentException e) {
            throw Errors.invalid(String.valueOf(e.getMessage()));
        }
    }

    /** {@code job} first, then the others by name. */
    static List<dev.quorumgate.proto.admin.Label> messages(GroupingKey key) {
        return key.labels().stream()
                .sorted((one, other) -> Boolean.compare(isJob(other), isJob(one)))
                .map(label -> dev.quorumgate.proto.admin.Label.newBuilder()
                        .setName(label.name())
                        .setValue(label.value())
                        .build())
                .toList();
    }

    private static boolean isJob(Label label) {
        return label.name().equals(GroupingKey.JOB);
    }
}
