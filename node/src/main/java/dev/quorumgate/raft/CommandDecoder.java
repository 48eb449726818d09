package dev.quorumgate.raft;

import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.GroupSelector;
import dev.quorumgate.groups.InvalidSelectorException;
import dev.quorumgate.groups.LabelMatcher;
import dev.quorumgate.groups.StoreLimits;
import dev.quorumgate.model.FamilyMetadata;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.proto.log.DeleteMatching;
import dev.quorumgate.proto.log.Family;
import dev.quorumgate.proto.log.Push;
import dev.quorumgate.proto.log.RecordFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The messages of one log entry to commands. */
final class CommandDecoder {
    private final String entry;

    /**
     * @param entry what to call it in messages
     */
    CommandDecoder(String entry) {
        this.entry = entry;
    }

    /**
     * The command.
     *
     * @throws IOException if a node of a newer version wrote it, or it holds what no node writes
     */
    Command decode(dev.quorumgate.proto.log.Command command) throws IOException {
        return switch (command.getKindCase()) {
            case PUSH -> decode(command.getPush());
            case PUSH_GROUPS -> {
                List<Command.Push> pushes = new ArrayList<>();
                for (Push push : command.getPushGroups().getPushesList()) {
                    pushes.add(decode(push));
                }
                yield new Command.PushGroups(pushes);
            }
            case RECORD_FAILURE -> {
                RecordFailure failure = command.getRecordFailure();
                yield new Command.RecordFailure(
                        decode(failure.getKey()),
                        failure.getReason(),
                        decode(failure.getLimits()),
                        failure.getSource());
            }
            case DELETE -> new Command.Delete(decode(command.getDelete().getKey()));
            case DELETE_MATCHING -> decode(command.getDeleteMatching());
            case WIPE -> new Command.Wipe();
            case KIND_NOT_SET -> throw unknown("a command");
        };
    }

    private Command.Push decode(Push push) throws IOException {
        List<MetricFamily> families = new ArrayList<>(push.getFamiliesCount());
        for (Family family : push.getFamiliesList()) {
            MetricType type = MetricType.ofNumber(family.getType())
                    .orElseThrow(() -> unknown("a metric type, " + family.getType() + ","));
            FamilyMetadata metadata = new FamilyMetadata(
                    family.getName(),
                    type,
                    family.hasHelp() ? Optional.of(family.getHelp()) : Optional.empty(),
                    family.hasUnit() ? Optional.of(family.getUnit()) : Optional.empty());
            families.add(MetricFamily.ofCanonical(metadata, family.getMetrics().toByteArray()));
        }
        Command.Scope scope = switch (push.getScope()) {
            case GROUP -> Command.Scope.GROUP;
            case NAMED_FAMILIES -> Command.Scope.NAMED_FAMILIES;
            default -> throw unknown("a push of a scope");
        };
        return new Command.Push(
                decode(push.getKey()), families, scope, push.getChecked(), decode(push.getLimits()), push.getSource());
    }

    private Command decode(DeleteMatching delete) throws IOException {
        List<LabelMatcher> matchers = new ArrayList<>();
        try {
            for (dev.quorumgate.proto.log.LabelMatcher matcher : delete.getMatchersList()) {
                LabelMatcher.Operator operator = switch (matcher.getOperator()) {
                    case EQUAL -> LabelMatcher.Operator.EQUAL;
                    case NOT_EQUAL -> LabelMatcher.Operator.NOT_EQUAL;
                    case MATCHES -> LabelMatcher.Operator.MATCHES;
                    case NOT_MATCHES -> LabelMatcher.Operator.NOT_MATCHES;
                    default -> throw unknown("a label matcher");
                };
                matchers.add(LabelMatcher.of(matcher.getName(), operator, matcher.getValue()));
            }
            return new Command.DeleteMatching(
                    GroupSelector.of(matchers),
                    delete.hasExpectedCount() ? OptionalLong.of(delete.getExpectedCount()) : OptionalLong.empty(),
                    delete.hasStepsMax() ? delete.getStepsMax() : Command.DeleteMatching.UNLIMITED_STEPS);
        } catch (InvalidSelectorException e) {
            throw new IOException(entry + " holds a selector that no node sends: " + e.getMessage(), e);
        }
    }

    private static StoreLimits decode(dev.quorumgate.proto.log.StoreLimits limits) {
        return new StoreLimits(
                limits.hasGroups() ? limits.getGroups() : StoreLimits.NONE,
                limits.hasSeries() ? limits.getSeries() : StoreLimits.NONE);
    }

    private static GroupingKey decode(dev.quorumgate.proto.log.GroupingKey key) {
        List<Label> labels = new ArrayList<>(key.getLabelsCount());
        for (dev.quorumgate.proto.log.Label label : key.getLabelsList()) {
            labels.add(new Label(label.getName(), label.getValue()));
        }
        return GroupingKey.of(labels);
    }

    private IOException unknown(String what) {
        return new IOException(
                entry + " holds " + what + " that this node does not know; upgrade it, its data is intact");
    }
}
