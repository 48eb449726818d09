package dev.quorumgate.raft;

import com.google.protobuf.UnsafeByteOperations;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.LabelMatcher;
import dev.quorumgate.groups.StoreLimits;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.proto.log.Delete;
import dev.quorumgate.proto.log.DeleteMatching;
import dev.quorumgate.proto.log.Family;
import dev.quorumgate.proto.log.Push;
import dev.quorumgate.proto.log.PushGroups;
import dev.quorumgate.proto.log.RecordFailure;
import dev.quorumgate.proto.log.Wipe;

/** Commands to the messages of the log. */
final class CommandEncoder implements Command.Cases<dev.quorumgate.proto.log.Command> {
    static final CommandEncoder INSTANCE = new CommandEncoder();

    private CommandEncoder() {}

    @Override
    public dev.quorumgate.proto.log.Command push(Command.Push push) {
        return command().setPush(encode(push)).build();
    }

    @Override
    public dev.quorumgate.proto.log.Command pushGroups(Command.PushGroups pushes) {
        PushGroups.Builder encoded = PushGroups.newBuilder();
        pushes.pushes().forEach(push -> encoded.addPushes(encode(push)));
        return command().setPushGroups(encoded).build();
    }

    @Override
    public dev.quorumgate.proto.log.Command recordFailure(Command.RecordFailure failure) {
        RecordFailure.Builder encoded = RecordFailure.newBuilder()
                .setKey(encode(failure.key()))
                .setReason(failure.reason())
                .setSource(failure.source());
        if (!failure.limits().equals(StoreLimits.UNLIMITED)) {
            encoded.setLimits(encode(failure.limits()));
        }
        return command().setRecordFailure(encoded).build();
    }

    @Override
    public dev.quorumgate.proto.log.Command delete(Command.Delete delete) {
        return command()
                .setDelete(Delete.newBuilder().setKey(encode(delete.key())))
                .build();
    }

    @Override
    public dev.quorumgate.proto.log.Command deleteMatching(Command.DeleteMatching delete) {
        DeleteMatching.Builder encoded = DeleteMatching.newBuilder();
        for (LabelMatcher matcher : delete.selector().matchers()) {
            encoded.addMatchersBuilder()
                    .setName(matcher.name())
                    .setOperator(
                            switch (matcher.operator()) {
                                case EQUAL -> dev.quorumgate.proto.log.LabelMatcher.Operator.EQUAL;
                                case NOT_EQUAL -> dev.quorumgate.proto.log.LabelMatcher.Operator.NOT_EQUAL;
                                case MATCHES -> dev.quorumgate.proto.log.LabelMatcher.Operator.MATCHES;
                                case NOT_MATCHES -> dev.quorumgate.proto.log.LabelMatcher.Operator.NOT_MATCHES;
                            })
                    .setValue(matcher.value());
        }
        delete.expectedCount().ifPresent(encoded::setExpectedCount);
        if (delete.stepsMax() != Command.DeleteMatching.UNLIMITED_STEPS) {
            encoded.setStepsMax(delete.stepsMax());
        }
        return command().setDeleteMatching(encoded).build();
    }

    @Override
    public dev.quorumgate.proto.log.Command wipe(Command.Wipe wipe) {
        return command().setWipe(Wipe.getDefaultInstance()).build();
    }

    private static dev.quorumgate.proto.log.Command.Builder command() {
        return dev.quorumgate.proto.log.Command.newBuilder();
    }

    private static Push encode(Command.Push push) {
        Push.Builder encoded = Push.newBuilder()
                .setKey(encode(push.key()))
                .setScope(push.scope() == Command.Scope.GROUP ? Push.Scope.GROUP : Push.Scope.NAMED_FAMILIES)
                .setChecked(push.checked())
                .setSource(push.source());
        if (!push.limits().equals(StoreLimits.UNLIMITED)) {
            encoded.setLimits(encode(push.limits()));
        }
        for (MetricFamily family : push.families()) {
            Family.Builder one = encoded.addFamiliesBuilder()
                    .setName(family.name())
                    .setType(family.type().number())
                    .setMetrics(UnsafeByteOperations.unsafeWrap(family.metrics()));
            family.metadata().help().ifPresent(one::setHelp);
            family.metadata().unit().ifPresent(one::setUnit);
        }
        return encoded.build();
    }

    private static dev.quorumgate.proto.log.StoreLimits encode(StoreLimits limits) {
        dev.quorumgate.proto.log.StoreLimits.Builder encoded = dev.quorumgate.proto.log.StoreLimits.newBuilder();
        if (limits.groups() != StoreLimits.NONE) {
            encoded.setGroups(limits.groups());
        }
        if (limits.series() != StoreLimits.NONE) {
            encoded.setSeries(limits.series());
        }
        return encoded.build();
    }

    private static dev.quorumgate.proto.log.GroupingKey encode(GroupingKey key) {
        dev.quorumgate.proto.log.GroupingKey.Builder encoded = dev.quorumgate.proto.log.GroupingKey.newBuilder();
        for (Label label : key.labels()) {
            encoded.addLabelsBuilder().setName(label.name()).setValue(label.value());
        }
        return encoded.build();
    }
}
