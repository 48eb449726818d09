package dev.quorumgate.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: every double is shown by the shortest decimal that reads back as it, and of several by the closest. Method: each
 * result is held against the two decimals of its length, and the two of one digit less, around the exact value.
 */
class DecimalsTest {
    private static final double[] NEIGHBOURHOODS = {1e-5, 1e-4, 1, 1e5, 1e6, 1L << 53, Long.MAX_VALUE, Double.MIN_NORMAL
    };

    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "-1, -1",
        "0.5, 0.5",
        "-0.5, -0.5",
        "123456.789, 123456.789",
        "123456, 123456",
        "100000, 100000",
        "999999, 999999",
        "999999.5, 999999.5",
        "1000000, 1e+06",
        "1000000.5, 1.0000005e+06",
        "-21000000, -2.1e+07",
        "1234567, 1.234567e+06",
        "12345678, 1.2345678e+07",
        "1e20, 1e+20",
        "1e21, 1e+21",
        "1e22, 1e+22",
        "1e23, 1e+23",
        "9007199254740991, 9.007199254740991e+15",
        "9007199254740993, 9.007199254740992e+15",
        "9223372036854775807, 9.223372036854776e+18",
        "0.1, 0.1",
        "0.0001, 0.0001",
        "0.00012345, 0.00012345",
        "0.00001, 1e-05",
        "0.000012345, 1.2345e-05",
        "1e-7, 1e-07",
        "1e100, 1e+100",
        "2e-323, 2e-323",
        "4.9e-324, 5e-324",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "-2.2250738585072014e-308, -2.2250738585072014e-308",
        "1795228476.9564397, 1.7952284769564397e+09",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf",
    })
    void writesNumbersAsTheOriginalDoes(double value, String expected) {
        assertThat(Decimals.format(value)).isEqualTo(expected);
        assertThat(expected.length()).isLessThanOrEqualTo(Decimals.LENGTH_MAX);
    }

    @Test
    void writesAtTheGivenPositionAndNothingElse() {
        byte[] out = new byte[Decimals.LENGTH_MAX + 10];
        Arrays.fill(out, (byte) '#');

        int end = Decimals.write(-2.2250738585072014e-308, out, 5);

        assertThat(new String(out, StandardCharsets.ISO_8859_1)).isEqualTo("#####-2.2250738585072014e-308#####");
        assertThat(end).isEqualTo(29);
    }

    @Test
    void findsTheShortestForPowersOfTwoAndTheirNeighbours() {
        for (int exponent = Double.MIN_EXPONENT - 52; exponent <= Double.MAX_EXPONENT; exponent++) {
            double power = Math.scalb(1.0, exponent);
            assertShortest(power);
            assertShortest(Math.nextUp(power));
            if (power > Double.MIN_VALUE) {
                assertShortest(Math.nextDown(power));
            }
        }
    }

    @Test
    void findsTheShortestForPowersOfTenAndTheirNeighbours() {
        for (int exponent = -323; exponent <= 308; exponent++) {
            double power = Double.parseDouble("1e" + exponent);
            assertShortest(power);
            assertShortest(Math.nextUp(power));
            assertShortest(Math.nextDown(power));
        }
    }

    @Test
    void findsTheShortestForTheSmallestNumbers() {
        for (long bits = 1; bits <= 5_000; bits++) {
            assertShortest(Double.longBitsToDouble(bits));
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 24);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void findsTheShortestForRandomNumbers(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_500; i++) {
            assertShortest(positive(random.nextLong()));
            assertShortest(positive(random.nextLong() & ~(0x7FFL << 52))); // subnormal
            assertShortest(random.nextInt(1_000_000_000) / 1000.0);
            assertShortest((random.nextLong() >>> random.nextInt(1, 64)) + 1.0);
            double near = NEIGHBOURHOODS[random.nextInt(NEIGHBOURHOODS.length)];
            assertShortest(Double.longBitsToDouble(Double.doubleToLongBits(near) + random.nextInt(-1000, 1000)));
        }
    }

    private static double positive(long bits) {
        double value = Math.abs(Double.longBitsToDouble(bits));
        return value <= Double.MAX_VALUE && value > 0 ? value : 1;
    }

    private static void assertShortest(double value) {
        String text = Decimals.format(value);
        BigDecimal shown = new BigDecimal(text).stripTrailingZeros();
        BigDecimal exact = new BigDecimal(value);

        if (value == 0) {
            assertThat(text).isEqualTo("0");
            return;
        }
        assertThat(shown.doubleValue()).as(text).isEqualTo(value);
        int digits = shown.precision();
        for (RoundingMode mode : new RoundingMode[] {RoundingMode.FLOOR, RoundingMode.CEILING}) {
            BigDecimal other = exact.round(new MathContext(digits, mode));
            if (other.doubleValue() == value) {
                BigDecimal distance = other.subtract(exact).abs();
                assertThat(shown.subtract(exact).abs()).as(text).isLessThanOrEqualTo(distance);
            }
            if (digits > 1) {
                BigDecimal shorter = exact.round(new MathContext(digits - 1, mode));
                assertThat(shorter.doubleValue()).as(text).isNotEqualTo(value);
            }
        }
        assertThat(text).doesNotContain(".0e").doesNotEndWith(".0");
        assertThat(Decimals.format(-value)).isEqualTo("-" + text);
    }
}
