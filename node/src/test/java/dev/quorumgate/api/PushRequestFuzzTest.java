package dev.quorumgate.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.util.List;

/**
 * Goal: whatever bytes come as a request with several pushes, they are refused in a short text, or give pushes within the
 * limits. Method: as {@code BodiesFuzzTest}.
 */
class PushRequestFuzzTest {
    private static final int BYTES_MAX = 1 << 16;
    private static final int MESSAGE_LENGTH_MAX = 1000;

    @FuzzTest(maxDuration = "5m")
    void request(byte[] body) {
        try {
            List<PushRequest.Push> pushes = PushRequest.parse(new ByteArrayInputStream(body), BYTES_MAX);

            assertThat(pushes).isNotEmpty();
            assertThat(pushes).allSatisfy(push -> assertThat(push.body()).isNotNull());
        } catch (InvalidParameterException e) {
            assertThat(e.getMessage()).isNotEmpty().hasSizeLessThan(MESSAGE_LENGTH_MAX);
            assertThat(e.parameter()).isNotEmpty().hasSizeLessThan(MESSAGE_LENGTH_MAX);
        }
    }
}
