package dev.quorumgate.ui;

import dev.quorumgate.api.GroupPath;
import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a group is: its page, and what it is pushed to. All of it is relative to the place where the pages are.
 *
 * @param query with its labels, by which the page finds it
 * @param path behind {@code metrics} and {@code api/v2/groups}; empty where none leads to it
 */
public record GroupAddress(String query, Optional<String> path) {
    static GroupAddress of(GroupingKey key, NameRules names) {
        return new GroupAddress(query(key), GroupPath.of(key, names));
    }

    private static String query(GroupingKey key) {
        return jobFirst(key).stream()
                .map(label -> encoded(label.name()) + "=" + encoded(label.value()))
                .collect(Collectors.joining("&"));
    }

    /** The labels as people expect them. */
    static List<Label> jobFirst(GroupingKey key) {
        return Stream.concat(
                        key.labels().stream().filter(GroupAddress::isJob),
                        key.labels().stream().filter(label -> !isJob(label)))
                .toList();
    }

    static boolean isJob(Label label) {
        return label.name().equals(GroupingKey.JOB);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public String page() {
        return "group?" + query;
    }

    public String text() {
        return "group.txt?" + query;
    }
}
