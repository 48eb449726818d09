package dev.quorumgate.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorumgate.cluster.Alarm;
import dev.quorumgate.cluster.NodeReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the watch acts in time, once, and takes nothing back too early. Method: a disk whose room the test tells. */
class DiskWatchTest {
    private static final long RESERVE = 64L << 20;

    private final AlarmBoard board = new AlarmBoard(Clock.systemUTC());
    private final List<String> acts = new ArrayList<>();
    private long free = 10 * RESERVE;
    private boolean takesPushes = true;

    private final DiskWatch watch = new DiskWatch(
            () -> new NodeReport.Disk(free, 20 * RESERVE, RESERVE),
            "n1",
            Path.of("/data"),
            board,
            new DiskWatch.Owner() {
                @Override
                public void shortenLog() {
                    acts.add("shortens the log");
                }

                @Override
                public boolean takesPushes() {
                    return takesPushes;
                }

                @Override
                public void stop(String reason) {
                    acts.add("stops: " + reason);
                }
            });

    @Test
    void hasTheLogMadeShorterNowAndThenBeforeThereIsTooLittle() {
        look(2 * RESERVE, 1);
        look(2 * RESERVE - 1, 1);
        assertThat(acts).isEmpty();

        look(2 * RESERVE - 1, 3);
        look(2 * RESERVE, 3);
        look(2 * RESERVE - 1, 3);

        assertThat(acts).containsExactly("shortens the log");
        assertThat(board.all()).isEmpty();

        look(2 * RESERVE - 1, 114);
        assertThat(acts).hasSize(1);
        look(2 * RESERVE - 1, 1);
        assertThat(acts).hasSize(2);

        look(3 * RESERVE, 1);
        look(2 * RESERVE - 1, 2);

        assertThat(acts).hasSize(3);
    }

    @Test
    void raisesTheAlarmBelowTheReserveAndTakesItBackWhenThereIsRoomAgainForAWhile() {
        look(RESERVE, 1);
        assertThat(board.all()).isEmpty();

        look(RESERVE - 1, 1);
        look(12L << 20, 1);
        assertThat(board.all()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(Alarm.Kind.NOSPACE);
            assertThat(alarm.member()).isEqualTo("n1");
            assertThat(alarm.detail()).startsWith("12 MiB are free on the disk of '/data', 64 MiB are to be kept free");
        });

        look(RESERVE * 3 / 2 - 1, 9);
        look(RESERVE * 3 / 2, 3);
        assertThat(board.all()).hasSize(1);

        look(RESERVE * 3 / 2, 1);
        assertThat(board.all()).isEmpty();
    }

    @Test
    void hasTheNodeStoppedOnceWhenItStaysAtTheFloor() {
        look(RESERVE / 4, 20);
        look(RESERVE / 4 - 1, 15);
        look(RESERVE / 4, 1);
        look(RESERVE / 4 - 1, 15);
        assertThat(acts).isEmpty();

        look(RESERVE / 4 - 1, 40);

        assertThat(acts)
                .singleElement()
                .asString()
                .startsWith("stops: 15 MiB are free on the disk of '/data'")
                .endsWith("free some space, give it a larger disk, or set a smaller --storage.reserve, then start this"
                        + " node again");
    }

    @Test
    void letsTheNodeGoOnWhileNoPushesAreStoredAnyway() {
        takesPushes = false;
        look(0, 50);

        assertThat(acts).isEmpty();
        assertThat(board.has(Alarm.Kind.NOSPACE, "n1")).isTrue();
    }

    @Test
    void refusesAStartWithoutRoom(@TempDir Path storage) throws IOException {
        DiskWatch.requireRoom(storage, 1);

        assertThatThrownBy(() -> DiskWatch.requireRoom(storage, 1L << 60))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(storage.toString())
                .hasMessageEndingWith("then start this node again");
    }

    private void look(long freeBytes, int times) {
        free = freeBytes;
        for (int i = 0; i < times; i++) {
            watch.look();
        }
    }
}
