package dev.quorumgate.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quorumgate.cluster.NodeReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: pushes are refused exactly when a majority with room is not to be had. Method: voters of all sorts, counted. */
class RoomJudgementTest {
    static Stream<Arguments> counts() {
        return Stream.of(
                arguments(1, 0, 0, false),
                arguments(0, 1, 0, true),
                arguments(2, 0, 0, false),
                arguments(1, 1, 0, true),
                arguments(1, 0, 1, false),
                arguments(3, 0, 0, false),
                arguments(2, 1, 0, false),
                arguments(1, 2, 0, true),
                arguments(1, 1, 1, true),
                arguments(2, 0, 1, false),
                arguments(1, 0, 2, false),
                arguments(3, 2, 0, false),
                arguments(3, 1, 1, false),
                arguments(2, 1, 2, true),
                arguments(2, 3, 0, true));
    }

    @ParameterizedTest(name = "{0} with room, {1} full, {2} silent: {3}")
    @MethodSource("counts")
    void refusesWithoutAMajorityThatHasRoom(int withRoom, int full, int silent, boolean isRefused) {
        List<RoomJudgement.Voter> voters = new ArrayList<>();
        for (int i = 0; i < withRoom + full + silent; i++) {
            voters.add(new RoomJudgement.Voter(
                    "n" + i, i >= withRoom && i < withRoom + full, i >= withRoom + full, Optional.empty()));
        }

        assertThat(RoomJudgement.refusal(voters).isPresent()).isEqualTo(isRefused);
    }

    @Test
    void saysWhoseDisksAndWhoIsNotHeardOf() {
        NodeReport.Disk disk = new NodeReport.Disk(12L << 20, 1L << 40, 64L << 20);

        Optional<String> refusal = RoomJudgement.refusal(List.of(
                new RoomJudgement.Voter("n2", true, false, Optional.of(disk)),
                new RoomJudgement.Voter("n1", false, false, Optional.of(disk)),
                new RoomJudgement.Voter("n3", false, true, Optional.empty())));

        assertThat(refusal)
                .contains(
                        "the disk of n2 (12 MiB free, 64 MiB are to be kept free) is nearly full, and nothing is heard of"
                                + " n3; free some space there. Scrapes and deletions go on");
    }
}
