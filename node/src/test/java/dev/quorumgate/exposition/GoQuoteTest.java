package dev.quorumgate.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoQuoteTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(quoteCharacter = '`', textBlock = """
            plain text,           61 20 62,             "a b"
            quotes and slashes,   22 5C 27,             "\\"\\\\'"
            control characters,   07 08 0C 0A 0D 09 0B, "\\a\\b\\f\\n\\r\\t\\v"
            others of them,       00 1F 7F,             "\\x00\\x1f\\x7f"
            letters and emoji,    C3A9 F09F9880,        "é😀"
            unprintable,          E2808B C2A0 C285,     "\\u200b\\u00a0\\u0085"
            unprintable beyond,   F3A08081,             "\\U000e0001"
            the replacement,      EFBFBD,               "\uFFFD"
            malformed,            FF C3 E282 61,        "\\xff\\xc3\\xe2\\x82a"
            overlong,             C080 E08080,          "\\xc0\\x80\\xe0\\x80\\x80"
            surrogates,           EDA080,               "\\xed\\xa0\\x80"
            beyond Unicode,       F4908080,             "\\xf4\\x90\\x80\\x80"
            nothing,              ``,                   ""
            """)
    void quotesAsGoDoes(String name, String hex, String expected) {
        byte[] bytes = bytes(hex);

        assertThat(GoQuote.quote(bytes, 0, bytes.length)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "byte {0}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "61, 'a'",
                "27, '\\''",
                "22, '\"'",
                "5C, '\\\\'",
                "0A, '\\n'",
                "00, '\\x00'",
                "FF, 'ÿ'",
                "80, '\\u0080'"
            })
    void showsAByteAsTheCodePointOfThatNumber(String hex, String expected) {
        assertThat(GoQuote.quoteByte(bytes(hex)[0])).isEqualTo(expected);
    }

    @Test
    void cutsOffWhatIsLongWithoutSplittingACharacter() {
        assertThat(GoQuote.quote("a".repeat(200))).isEqualTo("\"" + "a".repeat(200) + "\"");
        assertThat(GoQuote.quote("a".repeat(10_000_000))).isEqualTo("\"" + "a".repeat(200) + "…\"");
        assertThat(GoQuote.quote("\uD83D\uDE00".repeat(1_000))).isEqualTo("\"" + "\uD83D\uDE00".repeat(100) + "…\"");
        assertThat(GoQuote.quote("a" + "\uD83D\uDE00".repeat(1_000)))
                .isEqualTo("\"a" + "\uD83D\uDE00".repeat(100) + "…\"");
    }

    private static byte[] bytes(String hex) {
        String digits = hex.replace(" ", "");
        byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }
}
