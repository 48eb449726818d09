package dev.quorumgate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that no JSON parser can read to their end, each for a reason of its own. */
class PushRequestTest {
    private static final int BYTES_MAX = 1 << 20;
    private static final int MESSAGE_LENGTH_MAX = 600;

    static Stream<Arguments> unreadable() {
        Charset utf32 = Charset.forName("UTF-32BE");
        return Stream.of(
                arguments("a number of 1500 digits", utf8("{\"pushes\":" + "1".repeat(1500) + "}")),
                arguments("a key of 60,000 characters", utf8("{\"" + "k".repeat(60_000) + "\":1}")),
                arguments("an unknown key of 40,000 characters", utf8("{\"" + "k".repeat(40_000) + "\":1}")),
                arguments("a method of 10,000 characters", utf8("{\"pushes\":[{\"method\":\"" + "k".repeat(10_000))),
                arguments("a long method", utf8("{\"pushes\":[{\"method\":\"" + "k".repeat(10_000) + "\"}]}")),
                arguments("the mark of an odd UTF-32", new byte[] {0, 0, (byte) 0xFF, (byte) 0xFE, 0, 0, 0, '{'}),
                arguments("no character in UTF-32", new byte[] {0, 0, 0, '{', 0, 0, 0, '"', 0x7F, 0, 0, 0}),
                arguments("UTF-32 that is cut off", "{\"".getBytes(utf32)),
                arguments("no UTF-8", new byte[] {'{', '"', (byte) 0xC3, '"'}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void refusesWhatCannotBeReadInAFewWords(String name, byte[] body) {
        assertThatThrownBy(() -> PushRequest.parse(new ByteArrayInputStream(body), BYTES_MAX))
                .isInstanceOf(InvalidParameterException.class)
                .satisfies(
                        refusal -> assertThat(refusal.getMessage()).isNotEmpty().hasSizeLessThan(MESSAGE_LENGTH_MAX));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
