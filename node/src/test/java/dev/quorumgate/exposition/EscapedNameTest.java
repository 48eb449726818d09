package dev.quorumgate.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: names in paths are unescaped as the original does it. Method: the table of the API reference, section 2.1. */
class EscapedNameTest {
    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource(quoteCharacter = '\'', textBlock = """
            U__http_2e_status, http.status
            U__a__b,           a_b
            U__foo,            foo
            U__,               ''
            U___20_,           ' '
            U____,             _
            U______x,          __x
            U__a_2E_b,         a.b
            U__a_000e9_,       aé
            U__a_1f600_,       a😀
            U__é_2e_ü,         é.ü
            U__a___b,          unchanged
            U___x,             unchanged
            U__a_,             unchanged
            U__a_zz_,          unchanged
            U__a_d800_,        unchanged
            U__a_DFFF_,        unchanged
            U__a_110000_,      unchanged
            U__a_0000e9_,      unchanged
            U__a_２e_,          unchanged
            U__a_2e,           unchanged
            U__a_2e__b,        unchanged
            U_____,            unchanged
            U_a,               unchanged
            u__a_2e_b,         unchanged
            __U__a,            unchanged
            ab,                unchanged
            '',                unchanged
            """)
    void unescapesAsTheOriginal(String written, String expected) {
        assertThat(EscapedName.unescape(written)).isEqualTo(expected.equals("unchanged") ? written : expected);
    }
}
