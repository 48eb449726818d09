package dev.quorumgate.http;

import dev.quorumgate.exposition.GoQuote;
import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.model.GroupingKey;
import java.util.Map;
import java.util.SortedMap;

/** Grouping labels that come as names and values; the rules are those of {@link GroupingKeyPath}. */
final class GroupingLabels {
    private static final String RESERVED_PREFIX = "__";

    private GroupingLabels() {}

    /**
     * The key of these labels.
     *
     * @throws RequestException if one of them is not possible, or there is no job
     */
    static GroupingKey key(SortedMap<String, String> labels, NameRules rules) throws RequestException {
        for (String name : labels.keySet()) {
            if (!rules.allowsLabel(name) || name.startsWith(RESERVED_PREFIX)) {
                throw new RequestException(400, "improper label name " + GoQuote.quote(name));
            }
        }
        if (labels.getOrDefault(GroupingKey.JOB, "").isEmpty()) {
            throw new RequestException(400, "job name is required");
        }
        return GroupingKey.of(Map.copyOf(labels));
    }
}
