package dev.quorumgate.exposition;

import java.nio.charset.StandardCharsets;

/**
 * Floats as the text format takes them: what Go's {@code strconv.ParseFloat} accepts, without hexadecimal and underscores.
 * {@link Double#parseDouble} alone will not do: it takes {@code 1f}, {@code 0x1p3} and blanks, makes {@code 1e999} infinite
 * and does not know {@code inf}.
 *
 * <p>Source: API reference of the original, "Text format", rules 24 and 25.
 */
final class DecimalParser {
    /** A number of so many digits is below 2^53 and so exactly a double. */
    private static final int EXACT_DIGITS_MAX = 15;

    /** Powers of ten that are exactly doubles: one multiplication or division by them rounds only once. */
    private static final double[] EXACT_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** Exponents stop growing here, far beyond what any digits could make up for. */
    private static final int EXPONENT_END = 1_000_000_000;

    private final byte[] token;
    private final int from;
    private final int to;
    private int position;

    private DecimalParser(byte[] token, int from, int to) {
        this.token = token;
        this.from = from;
        this.to = to;
        this.position = from;
    }

    /**
     * The number in {@code token} from {@code from} up to {@code to}, rounded correctly. Too small a number is zero.
     *
     * @throws NotAFloatException if it is none, or too large for a double
     */
    static double parse(byte[] token, int from, int to) throws NotAFloatException {
        return new DecimalParser(token, from, to).parse();
    }

    private double parse() throws NotAFloatException {
        boolean signed = is('+') || is('-');
        boolean negative = is('-');
        if (signed) {
            position++;
        }
        double magnitude = isDigit() || is('.') ? parseDecimal() : parseWord(signed);
        return negative ? -magnitude : magnitude;
    }

    private double parseDecimal() throws NotAFloatException {
        long digits = 0;
        int significant = 0;
        int total = 0;
        int fraction = 0;
        boolean point = false;
        for (; isDigit() || (!point && is('.')); position++) {
            if (is('.')) {
                point = true;
                continue;
            }
            total++;
            fraction += point ? 1 : 0;
            if (significant <= EXACT_DIGITS_MAX) {
                digits = digits * 10 + (token[position] - '0');
            }
            significant += digits == 0 ? 0 : 1;
        }
        if (total == 0) {
            throw new NotAFloatException();
        }
        int exponent = parseExponent();
        if (position != to) {
            throw new NotAFloatException();
        }
        if (digits == 0) {
            return 0;
        }
        int power = exponent - fraction;
        if (significant > EXACT_DIGITS_MAX || Math.abs(power) >= EXACT_POWERS.length) {
            return parseAnyDecimal();
        }
        return power < 0 ? digits / EXACT_POWERS[-power] : digits * EXACT_POWERS[power];
    }

    private int parseExponent() throws NotAFloatException {
        if (!is('e') && !is('E')) {
            return 0;
        }
        position++;
        boolean negative = is('-');
        if (negative || is('+')) {
            position++;
        }
        if (!isDigit()) {
            throw new NotAFloatException();
        }
        int exponent = 0;
        for (; isDigit(); position++) {
            exponent = exponent < EXPONENT_END / 10 ? exponent * 10 + (token[position] - '0') : EXPONENT_END;
        }
        return negative ? -exponent : exponent;
    }

    /** Called only for what is a decimal in our sense, sign included: that the JDK takes more does not matter here. */
    private double parseAnyDecimal() throws NotAFloatException {
        double value = Double.parseDouble(new String(token, from, to - from, StandardCharsets.ISO_8859_1));
        if (Double.isInfinite(value)) {
            throw new NotAFloatException();
        }
        return Math.abs(value);
    }

    private double parseWord(boolean signed) throws NotAFloatException {
        if (rest("inf") || rest("infinity")) {
            return Double.POSITIVE_INFINITY;
        }
        if (!signed && rest("nan")) {
            return Double.NaN;
        }
        throw new NotAFloatException();
    }

    /** Whether what is left is this word, in any case. */
    private boolean rest(String word) {
        if (to - position != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            // Setting this bit makes an upper-case letter lower-case, and nothing else a letter.
            if ((token[position + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean is(char expected) {
        return position < to && token[position] == expected;
    }

    private boolean isDigit() {
        return position < to && token[position] >= '0' && token[position] <= '9';
    }
}
