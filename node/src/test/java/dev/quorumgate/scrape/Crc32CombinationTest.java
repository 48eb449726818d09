package dev.quorumgate.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Crc32CombinationTest {
    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isTheCrcOfBothPieces(int seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[random.nextInt(100_000)];
        random.nextBytes(bytes);
        int cut = random.nextInt(bytes.length + 1);

        int combined = Crc32Combination.combine(
                crc(bytes, 0, cut), crc(bytes, cut, bytes.length), Crc32Combination.shift(bytes.length - cut));

        assertThat(combined).isEqualTo(crc(bytes, 0, bytes.length));
    }

    private static int crc(byte[] bytes, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }
}
