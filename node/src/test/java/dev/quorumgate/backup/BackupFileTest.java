package dev.quorumgate.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorumgate.proto.backup.End;
import dev.quorumgate.proto.backup.Frame;
import dev.quorumgate.proto.backup.Header;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: what is read is what was written, or an error that says where. Method: every byte of a small file damaged, cut off or
 * added; frames that do not belong where they are.
 */
class BackupFileTest {
    private static final BackupManifest MANIFEST = new BackupManifest(
            "c1",
            "n2",
            new BackupManifest.Position(3, 4711, 99, 1_000_000_007, 0x1234_5678_9abc_def0L),
            2,
            17,
            Instant.ofEpochSecond(1_700_000_000, 5),
            "0.1.0",
            1,
            List.of("n1=h1:9191:9192", "n2=h2:9191:9192"));

    @Test
    void givesBackWhatWasWritten() throws IOException {
        byte[] file = file(record("a", 3), record("b", 0), record("c", 1000));

        try (BackupReader reader = BackupReader.open(new ByteArrayInputStream(file))) {
            assertThat(reader.manifest()).isEqualTo(MANIFEST);
            assertThat(records(reader)).containsExactly("a 3", "b 0", "c 1000");
            assertThat(reader.next()).isFalse();
            assertThat(reader.sha256()).hasSize(64);
            assertThat(reader.bytes()).isEqualTo(file.length);
        }
    }

    @Test
    void holdsNothingOrMoreThanAFrame() throws IOException {
        assertThat(read(file())).isEmpty();
        String[] many = new String[2000];
        Arrays.setAll(many, i -> record("k" + i, 1000));
        assertThat(read(file(many))).hasSize(2000).contains("k0 1000", "k1999 1000");
    }

    @Test
    void holdsARecordLargerThanAFrame() throws IOException {
        assertThat(read(file(record("a", 3_000_000), record("b", 1)))).containsExactly("a 3000000", "b 1");
    }

    @Test
    void isNamedByItsContent() throws IOException {
        assertThat(sha256(file(record("a", 1)))).isEqualTo(sha256(file(record("a", 1))));
        assertThat(sha256(file(record("a", 1)))).isNotEqualTo(sha256(file(record("a", 2))));
    }

    @Test
    void findsEachBitThatFlips() throws IOException {
        byte[] intact = file(record("a", 20), record("b", 5));
        for (int at = 0; at < intact.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = intact.clone();
                damaged[at] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> read(damaged))
                        .as("bit %d of byte %d", bit, at)
                        .isInstanceOf(DamagedBackupException.class);
            }
        }
    }

    @Test
    void findsEachPlaceWhereItIsCutOff() throws IOException {
        byte[] intact = file(record("a", 20), record("b", 5));
        for (int length = 0; length < intact.length; length++) {
            byte[] cut = Arrays.copyOf(intact, length);
            assertThatThrownBy(() -> read(cut))
                    .as("the first %d bytes", length)
                    .isInstanceOf(DamagedBackupException.class)
                    .hasMessageContaining(length < 8 ? "does not begin as one" : "it ends at byte " + length);
        }
    }

    @Test
    void findsAFrameThatIsMissing() throws IOException {
        String[] many = new String[1000];
        Arrays.setAll(many, i -> record("k" + i, 1000));
        byte[] intact = file(many);
        int first = 8 + frameBytes(intact, 8);
        int second = first + frameBytes(intact, first);
        ByteArrayOutputStream without = new ByteArrayOutputStream();
        without.write(intact, 0, first);
        without.write(intact, second, intact.length - second);

        assertThatThrownBy(() -> read(without.toByteArray()))
                .isInstanceOf(DamagedBackupException.class)
                .hasMessageContaining("says that there are 1000 records before it, found were ");
    }

    @Test
    void saysWhereTheDamageIs() throws IOException {
        byte[] damaged = file(record("a", 1000));
        int records = 8 + frameBytes(damaged, 8);
        damaged[records + 500] ^= 1;

        assertThatThrownBy(() -> read(damaged))
                .hasMessage("the backup is damaged: the frame at byte " + records
                        + " has another checksum than was written; use another copy of the file");
    }

    static Stream<Arguments> strangeFiles() throws IOException {
        Frame header = Frame.newBuilder().setHeader(MANIFEST.toHeader()).build();
        Frame end = Frame.newBuilder().setEnd(End.getDefaultInstance()).build();
        return Stream.of(
                Arguments.of("text".getBytes(StandardCharsets.UTF_8), "is not a backup of Quorumgate"),
                Arguments.of(frames(end), "frame at byte 8 is not the one that says what the backup is of"),
                Arguments.of(frames(header, header), "is of a kind that does not belong there"),
                Arguments.of(frames(header, Frame.getDefaultInstance()), "says that it has 0 bytes"),
                Arguments.of(frames(header, end), "has another SHA-256 than what comes before it"),
                Arguments.of(
                        concat(file(record("a", 1)), new byte[1]), "there are more bytes behind its end, at byte "),
                Arguments.of(
                        frames(Frame.newBuilder()
                                .setHeader(
                                        Header.newBuilder().setFormatVersion(99).setVersion("9.0"))
                                .build()),
                        "the backup has format 99, this program reads up to 1; use the version that wrote it, 9.0, or a"
                                + " later one"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("strangeFiles")
    void refusesWhatIsNoBackup(byte[] file, String message) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(DamagedBackupException.class)
                .hasMessageContaining(message);
    }

    private static String record(String key, int valueBytes) {
        return key + " " + valueBytes;
    }

    private static byte[] file(String... records) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BackupWriter writer = new BackupWriter(out, MANIFEST);
        for (String record : records) {
            int space = record.indexOf(' ');
            writer.record(
                    record.substring(0, space).getBytes(StandardCharsets.UTF_8),
                    new byte[Integer.parseInt(record.substring(space + 1))]);
        }
        writer.finish();
        return out.toByteArray();
    }

    /** A file of any frames, each with its checksum. */
    private static byte[] frames(Frame... frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(BackupFormat.magic());
        for (Frame frame : frames) {
            byte[] message = frame.toByteArray();
            out.writeInt(message.length);
            out.writeInt(BackupFormat.checksum(message));
            out.write(message);
        }
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static int frameBytes(byte[] file, int at) {
        return BackupFormat.FRAME_HEAD_BYTES + ByteBuffer.wrap(file, at, 4).getInt();
    }

    private static List<String> read(byte[] file) throws IOException {
        try (BackupReader reader = BackupReader.open(new ByteArrayInputStream(file))) {
            return records(reader);
        }
    }

    private static String sha256(byte[] file) throws IOException {
        try (BackupReader reader = BackupReader.open(new ByteArrayInputStream(file))) {
            records(reader);
            return reader.sha256();
        }
    }

    private static List<String> records(BackupReader reader) throws IOException {
        List<String> records = new ArrayList<>();
        while (reader.next()) {
            records.add(new String(reader.key(), StandardCharsets.UTF_8) + " " + reader.value().length);
        }
        return records;
    }
}
