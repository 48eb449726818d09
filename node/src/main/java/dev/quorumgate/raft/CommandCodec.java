package dev.quorumgate.raft;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Command;
import dev.quorumgate.proto.log.LogEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Log entries: to bytes and back. What an entry means never changes; see {@code log_entry.proto}. */
final class CommandCodec {
    /** The highest format of the entries written; an entry that says a higher one stops this node. */
    static final int FORMAT_VERSION = 3;

    private CommandCodec() {}

    static EncodedCommand encode(Command command) {
        dev.quorumgate.proto.log.Command encoded = command.match(CommandEncoder.INSTANCE);
        return new EncodedCommand(encoded.toByteString(), formatOf(encoded), stores(encoded));
    }

    /**
     * An entry without its time, which only the leader can give. It says the lowest format that knows all of it: in a cluster
     * that is being upgraded, nodes of the version before go on until something is used that they do not have, and stop then
     * rather than do something else than the others.
     */
    static byte[] encode(List<EncodedCommand> commands) {
        int format = commands.stream().mapToInt(EncodedCommand::format).max().orElse(1);
        int size = CodedOutputStream.computeUInt32Size(LogEntry.FORMAT_VERSION_FIELD_NUMBER, format);
        for (EncodedCommand command : commands) {
            size += CodedOutputStream.computeBytesSize(LogEntry.COMMANDS_FIELD_NUMBER, command.bytes());
        }
        return written(size, out -> {
            out.writeUInt32(LogEntry.FORMAT_VERSION_FIELD_NUMBER, format);
            for (EncodedCommand command : commands) {
                out.writeBytes(LogEntry.COMMANDS_FIELD_NUMBER, command.bytes());
            }
        });
    }

    /** Whether an entry, which must be readable, stores something. */
    static boolean stores(byte[] entry) throws IOException {
        return parse("it", ByteBuffer.wrap(entry)).getCommandsList().stream().anyMatch(CommandCodec::stores);
    }

    private static boolean stores(dev.quorumgate.proto.log.Command command) {
        return switch (command.getKindCase()) {
            case PUSH, PUSH_GROUPS, RECORD_FAILURE -> true;
            case DELETE, DELETE_MATCHING, WIPE, KIND_NOT_SET -> false;
        };
    }

    /** As {@code log_entry.proto} lists them. */
    private static int formatOf(dev.quorumgate.proto.log.Command command) {
        return switch (command.getKindCase()) {
            case PUSH -> command.getPush().hasLimits() ? 2 : 1;
            case RECORD_FAILURE -> command.getRecordFailure().hasLimits() ? 2 : 1;
            case DELETE -> 1;
            case PUSH_GROUPS, WIPE -> 2;
            case DELETE_MATCHING -> command.getDeleteMatching().hasStepsMax() ? 3 : 2;
            case KIND_NOT_SET -> FORMAT_VERSION;
        };
    }

    /** The bytes to put behind those of an entry to give it its time: its last field. */
    static byte[] encodeTime(long proposedAtNanos) {
        return written(
                CodedOutputStream.computeFixed64Size(LogEntry.PROPOSED_AT_NANOS_FIELD_NUMBER, proposedAtNanos),
                out -> out.writeFixed64(LogEntry.PROPOSED_AT_NANOS_FIELD_NUMBER, proposedAtNanos));
    }

    private interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private static byte[] written(int size, Fields fields) {
        byte[] bytes = new byte[size];
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            fields.writeTo(out);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new IllegalStateException("an array refused to be written", e);
        }
        return bytes;
    }

    /**
     * The batch that an entry holds.
     *
     * @throws IOException if it is damaged or of a newer format; the message says what to do
     */
    static Batch decode(long index, ByteBuffer bytes) throws IOException {
        LogEntry entry = parse("log entry " + index, bytes);
        return new Batch(index, entry.getProposedAtNanos(), commands("log entry " + index, entry));
    }

    private static List<Command> commands(String name, LogEntry entry) throws IOException {
        if (entry.getFormatVersion() > FORMAT_VERSION) {
            throw new IOException(name + " has format " + entry.getFormatVersion() + ", this node reads up to "
                    + FORMAT_VERSION + "; upgrade it, its data is intact");
        }
        CommandDecoder decoder = new CommandDecoder(name);
        List<Command> commands = new ArrayList<>(entry.getCommandsCount());
        for (dev.quorumgate.proto.log.Command command : entry.getCommandsList()) {
            commands.add(decoder.decode(command));
        }
        return commands;
    }

    /**
     * Checks that every node will read {@code command} from the log. What one cannot read there, none can, and none would come
     * up again.
     *
     * @param encoded the command, encoded
     * @throws IOException if it cannot be read, or is another one then
     */
    static void checkReadBack(Command command, EncodedCommand encoded) throws IOException {
        Command read;
        try {
            read = new CommandDecoder("it").decode(dev.quorumgate.proto.log.Command.parseFrom(encoded.bytes()));
        } catch (RuntimeException e) {
            throw new IOException("it holds what cannot be written: " + e.getMessage(), e);
        }
        if (!read.equals(command)) {
            throw new IOException("it holds what cannot be written, and would be read as another one");
        }
    }

    /**
     * Checks that every node can read an entry that came from another one.
     *
     * @throws IOException if it cannot be read; in the log it would stop each node that applies it
     */
    static void check(byte[] entry) throws IOException {
        try {
            commands("it", parse("it", ByteBuffer.wrap(entry)));
        } catch (RuntimeException e) {
            throw new IOException("it holds what no node sends: " + e.getMessage(), e);
        }
    }

    private static LogEntry parse(String name, ByteBuffer bytes) throws IOException {
        try {
            return LogEntry.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IOException(name + " is damaged: " + e.getMessage(), e);
        }
    }
}
