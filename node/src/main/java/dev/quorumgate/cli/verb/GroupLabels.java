package dev.quorumgate.cli.verb;

import dev.quorumgate.proto.admin.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The flags that name a group. */
final class GroupLabels {
    @Option(names = "--job", paramLabel = "JOB", description = "The job.")
    private Optional<String> job = Optional.empty();

    @Option(
            names = "-g",
            paramLabel = "NAME=VALUE",
            description = "A further grouping label; as often as there are any.")
    private Map<String, String> others = new TreeMap<>();

    List<Label> labels() {
        List<Label> labels = new ArrayList<>();
        job.ifPresent(value -> labels.add(label("job", value)));
        others.forEach((name, value) -> labels.add(label(name, value)));
        return labels;
    }

    private static Label label(String name, String value) {
        return Label.newBuilder().setName(name).setValue(value).build();
    }
}
