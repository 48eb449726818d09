package dev.quorumgate.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quorumgate.proto.client.MetricType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xerial.snappy.SnappyFramedOutputStream;

/** Source of the rules: API reference of the original, section 3. */
class PushBodyTest {
    private static final int BYTES_MAX = 100_000;
    private static final String TEXT = "m 1\n";
    private static final String FULL =
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

    static Stream<String> protobufTypes() {
        return Stream.of(
                FULL,
                "application/vnd.google.protobuf;encoding=delimited;proto=io.prometheus.client.MetricFamily",
                "Application/VND.Google.Protobuf; PROTO=io.prometheus.client.MetricFamily; Encoding=delimited",
                "application/vnd.google.protobuf; proto=\"io.prometheus.client.MetricFamily\"; encoding=\"delimited\"",
                "application/vnd.google.protobuf ; proto = io.prometheus.client.MetricFamily ;\tencoding= delimited",
                FULL + "; charset=utf-8; escaping=\"a;\\\"b\"",
                FULL + "; x=\"C:\\dir\"",
                FULL + "; encoding=delimited",
                FULL + ";",
                " " + FULL + " ; ");
    }

    @ParameterizedTest(name = "Content-Type: {0}")
    @MethodSource("protobufTypes")
    void readsProtobufWhenTheTypeSaysSoCompletely(String contentType) throws Exception {
        byte[] body = ProtobufParserTest.delimited(
                List.of(ProtobufParserTest.family("g", MetricType.GAUGE, ProtobufParserTest.gauge(1))));

        assertThat(Shown.lines(read(body, "").parse(contentType, NameRules.LEGACY)))
                .containsExactly("gauge g{} 1");
    }

    @Test
    void saysHowABodyWasReadThatSaidSomethingElseOfItself() throws Exception {
        byte[] zstd = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x04};

        assertThatThrownBy(() -> read(zstd, "zstd").parse("", NameRules.LEGACY))
                .hasMessageEndingWith("\n" + Advice.UNKNOWN_ENCODING);
        assertThatThrownBy(() -> read(zstd, "identity").parse("", NameRules.LEGACY))
                .hasMessageNotContaining("Content-Encoding");
        assertThatThrownBy(() -> read(zstd, "").parse("application/vnd.google.protobuf", NameRules.LEGACY))
                .hasMessageEndingWith("\n" + Advice.HALF_PROTOBUF);
    }

    static Stream<String> otherTypes() {
        return Stream.of(
                "",
                ";;;",
                "text/plain; version=0.0.4",
                "application/x-www-form-urlencoded",
                "application/openmetrics-text; version=1.0.0",
                "application/vnd.google.protobuf",
                "application/vnd.google.protobuf; encoding=delimited",
                FULL.replace("encoding=delimited", "encoding=Delimited"),
                FULL.replace("encoding=delimited", "encoding=text"),
                FULL.replace("MetricFamily", "metricfamily"),
                FULL + "; encoding=text",
                FULL + "; x",
                FULL + "; x=",
                FULL + "; =x",
                FULL + "; x=\"open",
                FULL + " x",
                FULL.replace("protobuf;", "protobuf/x;"),
                FULL.replace("application/", "application/ "),
                "application" + FULL);
    }

    @ParameterizedTest(name = "Content-Type: {0}")
    @MethodSource("otherTypes")
    void readsEverythingElseAsText(String contentType) throws Exception {
        assertThat(Shown.lines(read(bytes(TEXT), "").parse(contentType, NameRules.LEGACY)))
                .containsExactly("untyped m{} 1");
    }

    static Stream<Arguments> encoded() throws IOException {
        byte[] text = bytes(TEXT);
        return Stream.of(
                arguments("nothing", "", text),
                arguments("what nobody knows", "zstd", text),
                arguments("a list", "gzip, gzip", text),
                arguments("identity", "identity", text),
                arguments("gzip", "gzip", gzip(text)),
                arguments("gzip in capitals", "GZip", gzip(text)),
                arguments(
                        "gzip of several members",
                        "gzip",
                        join(gzip(bytes("m")), gzip(bytes(" ")), gzip(bytes("")), gzip(bytes("1\n")))),
                arguments("gzip with all optional header fields", "gzip", withOptionalFields(gzip(text))),
                arguments("snappy", "snappy", snappy(text)),
                arguments("snappy of several streams", "Snappy", join(snappy(bytes("m ")), snappy(bytes("1\n")))),
                arguments(
                        "snappy that does not compress",
                        "snappy",
                        join(snappy(new byte[0]), hex("01 08 0000"), checksum(text), text)),
                arguments(
                        "snappy with chunks to skip",
                        "snappy",
                        join(snappy(text), hex("80 02 0000 FFFF"), hex("FE 00 0000"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encoded")
    void decodesBodies(String name, String encoding, byte[] body) throws Exception {
        PushBody read = read(body, encoding);

        assertThat(Shown.lines(read.parse("", NameRules.LEGACY))).containsExactly("untyped m{} 1");
        assertThat(read.length()).isEqualTo(TEXT.length());
    }

    @Test
    void takesAnEmptySnappyBodyForEmptyText() throws Exception {
        assertThat(read(new byte[0], "snappy").parse("", NameRules.LEGACY)).isEmpty();
    }

    static Stream<Arguments> damaged() throws IOException {
        byte[] gzip = gzip(bytes(TEXT));
        byte[] snappy = snappy(bytes(TEXT));
        return Stream.of(
                arguments("gzip: nothing", "gzip", new byte[0], "EOF"),
                arguments("gzip: plain text, short", "gzip", bytes(TEXT), "unexpected EOF"),
                arguments("gzip: plain text", "gzip", bytes(TEXT + TEXT + TEXT), "gzip: invalid header"),
                arguments("gzip: another method", "gzip", with(gzip, 2, 7), "gzip: invalid header"),
                arguments("gzip: half a header", "gzip", Arrays.copyOf(gzip, 9), "unexpected EOF"),
                arguments("gzip: a header without data", "gzip", Arrays.copyOf(gzip, 10), "unexpected EOF"),
                arguments("gzip: half the data", "gzip", Arrays.copyOf(gzip, 13), "unexpected EOF"),
                arguments("gzip: no trailer", "gzip", Arrays.copyOf(gzip, gzip.length - 8), "unexpected EOF"),
                arguments("gzip: half a trailer", "gzip", Arrays.copyOf(gzip, gzip.length - 1), "unexpected EOF"),
                arguments("gzip: another checksum", "gzip", with(gzip, gzip.length - 8, 0), "gzip: invalid checksum"),
                arguments("gzip: another length", "gzip", with(gzip, gzip.length - 1, 1), "gzip: invalid checksum"),
                arguments("gzip: more behind", "gzip", Arrays.copyOf(gzip, gzip.length + 10), "gzip: invalid header"),
                arguments("gzip: a little more behind", "gzip", Arrays.copyOf(gzip, gzip.length + 1), "unexpected EOF"),
                arguments(
                        "gzip: another checksum of the header",
                        "gzip",
                        with(withOptionalFields(gzip), 16, 1),
                        "gzip: invalid header"),
                arguments("gzip: no block type", "gzip", with(gzip, 10, 7), "flate: corrupt input before offset 1"),
                arguments("snappy: plain text", "snappy", bytes(TEXT + TEXT), "snappy: corrupt input"),
                arguments(
                        "snappy: half a chunk",
                        "snappy",
                        Arrays.copyOf(snappy, snappy.length - 1),
                        "snappy: corrupt input"),
                arguments("snappy: half a header", "snappy", Arrays.copyOf(snappy, 13), "snappy: corrupt input"),
                arguments("snappy: another checksum", "snappy", with(snappy, 14, 0), "snappy: corrupt input"),
                arguments("snappy: another identifier", "snappy", with(snappy, 5, 'n'), "snappy: corrupt input"),
                arguments(
                        "snappy: a chunk to know of",
                        "snappy",
                        join(snappy, hex("02 00 0000")),
                        "snappy: unsupported input"),
                arguments(
                        "snappy: a chunk too large",
                        "snappy",
                        join(snappy, hex("FE FFFF FF")),
                        "snappy: unsupported input"),
                arguments(
                        "snappy: a chunk without checksum",
                        "snappy",
                        join(snappy, hex("00 03 0000 000000")),
                        "snappy: corrupt input"),
                arguments(
                        "snappy: a block of gigabytes",
                        "snappy",
                        join(snappy, hex("00 0A 0000 00000000 FFFFFFFF0700")),
                        "snappy: corrupt input"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damaged")
    void refusesDamagedBodies(String name, String encoding, byte[] body, String message) {
        assertThatThrownBy(() -> read(body, encoding))
                .isInstanceOf(MalformedPushException.class)
                .message()
                .startsWith(message + "\n");
    }

    static Stream<Arguments> sized() throws IOException {
        byte[] most = new byte[BYTES_MAX];
        byte[] more = new byte[BYTES_MAX + 1];
        byte[] much = new byte[50 * BYTES_MAX];
        return Stream.of(
                arguments("as it is, as large as it may be", "", most, true),
                arguments("as it is, a byte more", "", more, false),
                arguments("gzip, as large as it may be", "gzip", gzip(most), true),
                arguments("gzip, a byte more", "gzip", gzip(more), false),
                arguments("gzip, a bomb", "gzip", gzip(much), false),
                arguments("gzip, a bomb of many members", "gzip", join(gzip(most), gzip(most)), false),
                arguments("gzip, members that hold nothing", "gzip", repeat(gzip(new byte[0]), BYTES_MAX), false),
                arguments("snappy, as large as it may be", "snappy", snappy(most), true),
                arguments("snappy, a byte more", "snappy", snappy(more), false),
                arguments("snappy, a bomb", "snappy", snappy(much), false),
                arguments(
                        "snappy, chunks to skip",
                        "snappy",
                        join(snappy(most), repeat(hex("80 00 0000"), BYTES_MAX)),
                        false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sized")
    void stopsReadingAtTheLimit(String name, String encoding, byte[] body, boolean fits) throws Exception {
        CountingStream in = new CountingStream(body);

        if (fits) {
            assertThat(PushBody.read(in, encoding, BYTES_MAX, any -> {}).length())
                    .isEqualTo(BYTES_MAX);
        } else {
            assertThatThrownBy(() -> PushBody.read(in, encoding, BYTES_MAX, any -> {}))
                    .isInstanceOf(BodyTooLargeException.class)
                    .hasMessage("the body is larger than the 100000 bytes that are allowed");
            assertThat(in.bytesRead).isLessThanOrEqualTo(BYTES_MAX + 8192);
        }
    }

    @Test
    void readsStreamsThatComeInPieces() throws Exception {
        byte[] text = bytes("m 1\n".repeat(10_000));

        for (String encoding : List.of("", "gzip", "snappy")) {
            byte[] body = encoding.equals("gzip") ? gzip(text) : encoding.equals("snappy") ? snappy(text) : text;
            InputStream dripping = new ByteArrayInputStream(body) {
                @Override
                public int read(byte[] into, int offset, int length) {
                    return super.read(into, offset, Math.min(length, 7));
                }

                @Override
                public int available() {
                    return 0;
                }
            };

            assertThat(PushBody.read(dripping, encoding, BYTES_MAX, any -> {}).length())
                    .as(encoding)
                    .isEqualTo(text.length);
        }
    }

    @Test
    void leavesAFailingStreamToTheCaller() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        };

        for (String encoding : List.of("", "gzip", "snappy")) {
            assertThatThrownBy(() -> PushBody.read(broken, encoding, BYTES_MAX, any -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessage("connection reset");
        }
    }

    private static final class CountingStream extends ByteArrayInputStream {
        private int bytesRead;

        CountingStream(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            int read = super.read(into, offset, length);
            bytesRead += Math.max(read, 0);
            return read;
        }
    }

    private static PushBody read(byte[] body, String encoding)
            throws IOException, MalformedPushException, BodyTooLargeException {
        return PushBody.read(new ByteArrayInputStream(body), encoding, BYTES_MAX, any -> {});
    }

    private static byte[] gzip(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(data);
        }
        return out.toByteArray();
    }

    /** A gzip member with an extra field of two bytes, a name and comment that are empty, and a checksum of its header. */
    private static byte[] withOptionalFields(byte[] gzip) {
        byte[] header = join(Arrays.copyOf(gzip, 10), hex("0200 FFFF 00 00"));
        header[3] = 0x1E;
        CRC32 checksum = new CRC32();
        checksum.update(header);
        byte[] sum = {(byte) checksum.getValue(), (byte) (checksum.getValue() >> 8)};
        return join(header, sum, Arrays.copyOfRange(gzip, 10, gzip.length));
    }

    private static byte[] snappy(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SnappyFramedOutputStream snappy = new SnappyFramedOutputStream(out)) {
            snappy.write(data);
        }
        return out.toByteArray();
    }

    private static byte[] checksum(byte[] data) {
        CRC32C checksum = new CRC32C();
        checksum.update(data);
        int masked = Integer.rotateRight((int) checksum.getValue(), 15) + 0xA282EAD8;
        return new byte[] {(byte) masked, (byte) (masked >> 8), (byte) (masked >> 16), (byte) (masked >> 24)};
    }

    private static byte[] with(byte[] bytes, int index, int value) {
        byte[] changed = bytes.clone();
        changed[index] = (byte) value;
        return changed;
    }

    private static byte[] repeat(byte[] bytes, int times) {
        byte[] repeated = new byte[bytes.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(bytes, 0, repeated, i * bytes.length, bytes.length);
        }
        return repeated;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
