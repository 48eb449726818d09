package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Mood;
import dev.quorumgate.proto.admin.Label;
import dev.quorumgate.proto.admin.QuorumSafety;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What several verbs say in the same way. */
final class Texts {
    private Texts() {}

    static Cell quorum(QuorumSafety safety) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("voters", safety.getVoters());
        data.put("majority", safety.getMajority());
        data.put("sound_voters", safety.getSoundVoters());
        data.put("tolerance", safety.getTolerance());
        return Cell.of(data, words(safety)).in(mood(safety));
    }

    static String words(QuorumSafety safety) {
        return new dev.quorumgate.cluster.QuorumSafety(
                        safety.getVoters(), safety.getMajority(), safety.getSoundVoters(), safety.getTolerance())
                .words();
    }

    private static Mood mood(QuorumSafety safety) {
        if (safety.getTolerance() < 0) {
            return Mood.BAD;
        }
        return safety.getSoundVoters() < safety.getVoters() ? Mood.WARNING : Mood.GOOD;
    }

    /** An enum constant of a message, in lower case. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** {@code {job="a",zone="eu"}}, as selectors are written. */
    static Cell group(List<Label> labels) {
        Map<String, Object> data = new LinkedHashMap<>();
        labels.forEach(label -> data.put(label.getName(), label.getValue()));
        String text = labels.stream()
                .map(label -> label.getName() + "=\""
                        + label.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        return Cell.of(data, text);
    }

    /** Unix nanoseconds; 0 for never. */
    static Cell time(long nanos) {
        return nanos == 0 ? Cell.nothing() : Cell.time(Instant.ofEpochSecond(0, nanos), Instant.now());
    }

    static String uptime(long seconds) {
        return Cell.words(Duration.ofSeconds(seconds));
    }

    static String joined(String separator, String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(separator));
    }
}
