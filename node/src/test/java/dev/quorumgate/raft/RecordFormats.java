package dev.quorumgate.raft;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Transition;
import dev.quorumgate.proto.log.LogEntry;
import dev.quorumgate.store.GroupStore;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * No test: writes the files that {@link PreviousFormatsTest} reads. Run by a person, by name, once for each version that
 * changes a format; {@code src/test/resources/formats/README.md} says when and how.
 */
@EnabledIfSystemProperty(named = "formats.record", matches = "v.+")
class RecordFormats {
    @Test
    void recordsWhatThisVersionWrites() throws Exception {
        Path folder = PreviousFormatsTest.FORMATS.resolve(System.getProperty("formats.record"));
        assertThat(folder.resolve(PreviousFormatsTest.ENTRIES))
                .as("a record is never made again")
                .doesNotExist();
        Files.createDirectories(folder);
        StringBuilder states = new StringBuilder();

        Groups groups = Groups.EMPTY;
        try (GroupStore store = GroupStore.open(Files.createTempDirectory("formats"), PreviousFormatsTest.CLUSTER);
                OutputStream entries = Files.newOutputStream(folder.resolve(PreviousFormatsTest.ENTRIES))) {
            for (Batch batch : FormatsHistory.batches()) {
                ByteString commands = ByteString.copyFrom(CommandCodec.encode(
                        batch.commands().stream().map(CommandCodec::encode).toList()));
                ByteString time = ByteString.copyFrom(CommandCodec.encodeTime(batch.proposedAtNanos()));
                LogEntry.parseFrom(commands.concat(time)).writeDelimitedTo(entries);
                Transition step = groups.apply(batch);
                store.commit(step, PreviousFormatsTest.TERM);
                groups = step.next();
                states.append(PreviousFormatsTest.state(step)).append('\n');
            }
            store.checkpoint(groups, PreviousFormatsTest.TERM, folder.resolve(PreviousFormatsTest.STORE));
        }
        Files.writeString(folder.resolve(PreviousFormatsTest.STATES), states);
    }
}
