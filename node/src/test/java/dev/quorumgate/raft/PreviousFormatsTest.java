package dev.quorumgate.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Transition;
import dev.quorumgate.groups.Views;
import dev.quorumgate.proto.log.Command;
import dev.quorumgate.proto.log.LogEntry;
import dev.quorumgate.store.GroupStore;
import dev.quorumgate.store.LiveCopy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: what an earlier version has written means today what it meant then: each entry gives the same outcomes and the same
 * state, to the bit, and its store opens.
 *
 * <p>Method: files recorded by those versions, in {@code src/test/resources/formats}, each version in a folder of its own;
 * the README there says how they came about. A difference is a mistake in today's code, never in the files: nodes of both
 * versions would hold different things.
 */
class PreviousFormatsTest {
    static final Path FORMATS = Path.of("src/test/resources/formats");
    static final String ENTRIES = "entries.bin";
    static final String STATES = "states.txt";
    static final String STORE = "store";
    static final String CLUSTER = "formats";
    static final long TERM = 7;

    @TempDir
    Path temp;

    static List<Path> versions() throws IOException {
        try (Stream<Path> folders = Files.list(FORMATS)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("versions")
    void appliesRecordedEntriesAsThen(Path version) throws IOException {
        List<String> states = new ArrayList<>();

        Groups groups = Groups.EMPTY;
        for (Batch batch : batches(version)) {
            Transition step = groups.apply(batch);
            states.add(state(step));
            groups = step.next();
        }

        assertThat(states).isEqualTo(Files.readAllLines(version.resolve(STATES)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("versions")
    void opensARecordedStore(Path version) throws IOException {
        Groups groups = Groups.EMPTY;
        for (Batch batch : batches(version)) {
            groups = groups.apply(batch).next();
        }
        LiveCopy.make(Optional.of(version.resolve(STORE)), temp.resolve("live"));

        try (GroupStore store = GroupStore.open(temp.resolve("live"), CLUSTER)) {
            GroupStore.Content content = store.load();

            assertThat(content.appliedTerm()).isEqualTo(TERM);
            assertThat(Views.dump(content.groups())).isEqualTo(Views.dump(groups));
        }
    }

    /** A record that lacks something would let a change of just that go unnoticed. */
    @Test
    void theFirstRecordHoldsEachKindOfCommandInEachFormat() throws IOException {
        Set<Integer> formats = new TreeSet<>();
        Set<Command.KindCase> kinds = EnumSet.noneOf(Command.KindCase.class);
        for (LogEntry entry : entries(FORMATS.resolve("v0.1"))) {
            formats.add(entry.getFormatVersion());
            entry.getCommandsList().forEach(command -> kinds.add(command.getKindCase()));
        }

        assertThat(formats).containsExactly(1, 2, 3);
        assertThat(kinds)
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Command.KindCase.KIND_NOT_SET)));
    }

    private static List<Batch> batches(Path version) throws IOException {
        List<LogEntry> entries = entries(version);
        List<String> states = Files.readAllLines(version.resolve(STATES));
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            String state = states.get(i);
            long index = Long.parseLong(state.substring(0, state.indexOf(' ')));
            batches.add(CommandCodec.decode(index, entries.get(i).toByteString().asReadOnlyByteBuffer()));
        }
        return batches;
    }

    private static List<LogEntry> entries(Path version) throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        try (InputStream in = Files.newInputStream(version.resolve(ENTRIES))) {
            for (LogEntry entry = LogEntry.parseDelimitedFrom(in);
                    entry != null;
                    entry = LogEntry.parseDelimitedFrom(in)) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** One line: index, sequence, time, the hash that replicas compare, number of series, and the outcomes as Ratis carries them. */
    static String state(Transition step) {
        Groups.Position at = step.next().position();
        return at.appliedIndex() + " " + at.sequence() + " " + at.timeNanos() + " "
                + HexFormat.of().toHexDigits(at.comparableHash()) + " "
                + step.next().seriesCount() + " "
                + HexFormat.of().formatHex(OutcomeCodec.encode(step.outcomes()));
    }
}
