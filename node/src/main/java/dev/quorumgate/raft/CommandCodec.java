package dev.quorumgate.raft;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.model.FamilyMetadata;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.proto.log.Delete;
import dev.quorumgate.proto.log.Family;
import dev.quorumgate.proto.log.LogEntry;
import dev.quorumgate.proto.log.Outcomes;
import dev.quorumgate.proto.log.Push;
import dev.quorumgate.proto.log.RecordFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Log entries and outcomes: to bytes and back. What an entry means never changes; see {@code log_entry.proto}. */
final class CommandCodec {
    /** Format of the entries written; an entry that says a higher one stops this node. */
    static final int FORMAT_VERSION = 1;

    private CommandCodec() {}

    static dev.quorumgate.proto.log.Command encode(Command command) {
        dev.quorumgate.proto.log.Command.Builder encoded = dev.quorumgate.proto.log.Command.newBuilder();
        return command.match(
                        push -> encoded.setPush(encode(push)),
                        failure -> encoded.setRecordFailure(RecordFailure.newBuilder()
                                .setKey(encode(failure.key()))
                                .setReason(failure.reason())
                                .setSource(failure.source())),
                        delete -> encoded.setDelete(Delete.newBuilder().setKey(encode(delete.key()))))
                .build();
    }

    /** An entry without its time, which only the leader can give. */
    static byte[] encode(List<dev.quorumgate.proto.log.Command> commands) {
        return LogEntry.newBuilder()
                .setFormatVersion(FORMAT_VERSION)
                .addAllCommands(commands)
                .build()
                .toByteArray();
    }

    /** The bytes to put behind those of an entry to give it its time: its last field. */
    static byte[] encodeTime(long proposedAtNanos) {
        byte[] field = new byte
                [CodedOutputStream.computeFixed64Size(LogEntry.PROPOSED_AT_NANOS_FIELD_NUMBER, proposedAtNanos)];
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(field);
            out.writeFixed64(LogEntry.PROPOSED_AT_NANOS_FIELD_NUMBER, proposedAtNanos);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new IllegalStateException("an array refused to be written", e);
        }
        return field;
    }

    /**
     * The batch that an entry holds.
     *
     * @throws IOException if it is damaged or of a newer format; the message says what to do
     */
    static Batch decode(long index, ByteBuffer bytes) throws IOException {
        LogEntry entry = parse(index, bytes);
        if (entry.getFormatVersion() > FORMAT_VERSION) {
            throw new IOException("log entry " + index + " has format " + entry.getFormatVersion()
                    + ", this node reads up to " + FORMAT_VERSION + "; upgrade it, its data is intact");
        }
        List<Command> commands = new ArrayList<>(entry.getCommandsCount());
        for (dev.quorumgate.proto.log.Command command : entry.getCommandsList()) {
            commands.add(decode(index, command));
        }
        return new Batch(index, entry.getProposedAtNanos(), commands);
    }

    static byte[] encodeOutcomes(List<Outcome> outcomes) {
        Outcomes.Builder encoded = Outcomes.newBuilder();
        for (Outcome outcome : outcomes) {
            dev.quorumgate.proto.log.Outcome.Builder one = dev.quorumgate.proto.log.Outcome.newBuilder();
            if (outcome instanceof Outcome.Rejected rejected) {
                one.setRejectedBecause(rejected.reason());
            }
            encoded.addOutcomes(one);
        }
        return encoded.build().toByteArray();
    }

    /**
     * What the leader made with {@link #encodeOutcomes}.
     *
     * @throws IOException if these are not the outcomes of so many commands
     */
    static List<Outcome> decodeOutcomes(ByteString bytes, int commands) throws IOException {
        Outcomes encoded = Outcomes.parseFrom(bytes);
        if (encoded.getOutcomesCount() != commands) {
            throw new IOException(encoded.getOutcomesCount() + " outcomes for " + commands + " commands");
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (dev.quorumgate.proto.log.Outcome one : encoded.getOutcomesList()) {
            outcomes.add(one.hasRejectedBecause() ? new Outcome.Rejected(one.getRejectedBecause()) : Outcome.ACCEPTED);
        }
        return outcomes;
    }

    /**
     * Checks that every node can read an entry that came from another one.
     *
     * @throws IOException if it cannot be read; in the log it would stop each node that applies it
     */
    static void check(byte[] entry) throws IOException {
        try {
            decode(-1, ByteBuffer.wrap(entry));
        } catch (RuntimeException e) {
            throw new IOException("it holds what no node sends: " + e.getMessage(), e);
        }
    }

    private static LogEntry parse(long index, ByteBuffer bytes) throws IOException {
        try {
            return LogEntry.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IOException("log entry " + index + " is damaged: " + e.getMessage(), e);
        }
    }

    private static Push encode(Command.Push push) {
        Push.Builder encoded = Push.newBuilder()
                .setKey(encode(push.key()))
                .setScope(push.scope() == Command.Scope.GROUP ? Push.Scope.GROUP : Push.Scope.NAMED_FAMILIES)
                .setChecked(push.checked())
                .setSource(push.source());
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

    private static dev.quorumgate.proto.log.GroupingKey encode(GroupingKey key) {
        dev.quorumgate.proto.log.GroupingKey.Builder encoded = dev.quorumgate.proto.log.GroupingKey.newBuilder();
        for (Label label : key.labels()) {
            encoded.addLabelsBuilder().setName(label.name()).setValue(label.value());
        }
        return encoded.build();
    }

    private static Command decode(long index, dev.quorumgate.proto.log.Command command) throws IOException {
        return switch (command.getKindCase()) {
            case PUSH -> decode(index, command.getPush());
            case RECORD_FAILURE -> {
                RecordFailure failure = command.getRecordFailure();
                yield new Command.RecordFailure(decode(failure.getKey()), failure.getReason(), failure.getSource());
            }
            case DELETE -> new Command.Delete(decode(command.getDelete().getKey()));
            case KIND_NOT_SET ->
                throw new IOException("log entry " + index
                        + " holds a command that this node does not know; upgrade it, its data is intact");
        };
    }

    private static Command decode(long index, Push push) throws IOException {
        List<MetricFamily> families = new ArrayList<>(push.getFamiliesCount());
        for (Family family : push.getFamiliesList()) {
            MetricType type = MetricType.ofNumber(family.getType())
                    .orElseThrow(() -> new IOException("log entry " + index + " holds a metric type, "
                            + family.getType() + ", that this node does not know; upgrade it, its data is intact"));
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
            default ->
                throw new IOException("log entry " + index
                        + " holds a push of a scope that this node does not know; upgrade it, its data is"
                        + " intact");
        };
        return new Command.Push(decode(push.getKey()), families, scope, push.getChecked(), push.getSource());
    }

    private static GroupingKey decode(dev.quorumgate.proto.log.GroupingKey key) {
        List<Label> labels = new ArrayList<>(key.getLabelsCount());
        for (dev.quorumgate.proto.log.Label label : key.getLabelsList()) {
            labels.add(new Label(label.getName(), label.getValue()));
        }
        return GroupingKey.of(labels);
    }
}
