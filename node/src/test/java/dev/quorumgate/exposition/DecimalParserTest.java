package dev.quorumgate.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalParserTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0, 0",
        "-0, -0.0",
        "+0.0, 0",
        "012, 12",
        "+1, 1",
        ".5, 0.5",
        "5., 5",
        "-.5e+3, -500",
        "1E2, 100",
        "1e-2, 0.01",
        "123456789012345, 123456789012345",
        "1234567890123456789, 1234567890123456789",
        "0.000001, 0.000001",
        "1e22, 1e22",
        "1e23, 1e23",
        "1e-22, 1e-22",
        "1e-23, 1e-23",
        "9007199254740993, 9007199254740992",
        "9007199254740993.0000000000000000000000000000001, 9007199254740994",
        "00000000000000000000000000000000000001, 1",
        "100000000000000000000000000000000000000e-38, 1",
        "0.00000000000000000000000000000000000001e38, 1",
        "1e-999, 0",
        "-1e-999, -0.0",
        "1e-400000000000, 0",
        "0e400000000000, 0",
        "2.4703282292062327208e-324, 0",
        "2.4703282292062328e-324, 4.9e-324",
        "1.7976931348623158e308, 1.7976931348623157e308",
        "inf, Infinity",
        "+Inf, Infinity",
        "-INF, -Infinity",
        "iNfInItY, Infinity",
        "-infinity, -Infinity",
        "NaN, NaN",
        "nAn, NaN",
    })
    void readsWhatGoReads(String token, double expected) throws Exception {
        assertThat(parse(token)).isEqualTo(Double.valueOf(expected));
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(
            strings = {
                "",
                " ",
                "+",
                "-",
                ".",
                "-.",
                "e1",
                ".e1",
                "1e",
                "1e+",
                "1e-",
                "1.2.3",
                "++1",
                "--1",
                "1-",
                "1 ",
                " 1",
                "1f",
                "1d",
                "1F",
                "1D",
                "0x1F",
                "0x1p3",
                "0b1",
                "0o7",
                "1_000",
                "1,5",
                "true",
                "+NaN",
                "-nan",
                "nanx",
                "na",
                "in",
                "infinit",
                "infinityy",
                "Inf ",
                "1e999",
                "-1e999",
                "1e400000000000",
                "1.7976931348623159e308",
                "1\0",
                "\u0661",
                "1\r",
                "e",
                "E5",
                "1e1.5",
                "\u00E9",
                "1e+-5",
            })
    void refusesWhatGoRefuses(String token) {
        assertThatThrownBy(() -> parse(token)).isInstanceOf(NotAFloatException.class);
    }

    @Test
    void readsTokensOfAnyLength() throws Exception {
        String zeros = "0".repeat(1_000_000);

        assertThat(parse(zeros + "1")).isEqualTo(1);
        assertThat(parse("1" + zeros + "e-1000000")).isEqualTo(1);
        assertThat(parse("0." + zeros + "1e1000001")).isEqualTo(1);
        assertThat(parse("1e-" + zeros + "2")).isEqualTo(0.01);
    }

    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void readsBackWhatIsWritten(int seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            assertThat(parse(Decimals.format(value))).isEqualTo(Double.valueOf(value));
            double shortValue = random.nextInt() / 1e4;
            assertThat(parse(Decimals.format(shortValue))).isEqualTo(shortValue + 0.0);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void readsDecimalsAsTheJdkDoes(int seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            String token = (random.nextLong() >>> random.nextInt(64))
                    + "."
                    + (random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63))
                    + "e"
                    + random.nextInt(-40, 40);
            assertThat(parse(token)).as(token).isEqualTo(Double.parseDouble(token));
        }
    }

    private static double parse(String token) throws NotAFloatException {
        byte[] bytes = ("7" + token + "7").getBytes(StandardCharsets.UTF_8);
        return DecimalParser.parse(bytes, 1, bytes.length - 1);
    }
}
