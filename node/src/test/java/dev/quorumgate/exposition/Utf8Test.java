package dev.quorumgate.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: bytes are UTF-8 exactly when a strict decoder of the JDK says so. Method: random bytes that are nearly UTF-8. */
class Utf8Test {
    private static final int[] EDGES = {0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF};

    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void decodesWhatAStrictDecoderDecodes(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(4); length >= 0; length--) {
                text.appendCodePoint(EDGES[random.nextInt(EDGES.length)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(4) > 0) {
                bytes[random.nextInt(bytes.length)] += (byte) (random.nextBoolean() ? 1 << random.nextInt(8) : -1);
            }
            int to = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;

            assertThat(Utf8.decode(bytes, 0, to)).isEqualTo(decodeStrictly(bytes, to));
        }
    }

    private static @Nullable String decodeStrictly(byte[] bytes, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, to))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
