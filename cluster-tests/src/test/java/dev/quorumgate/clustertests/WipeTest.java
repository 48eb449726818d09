package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Goal: a wipe is one step for everybody: no scrape of any node shows a part of it, and once it is answered none shows what
 * was there before.
 *
 * <p>Method: groups are pushed in order, one at a time, while all nodes are scraped and wipes come through changing nodes.
 * Pushes number their groups. Since they go one after the other, the numbers that any scrape shows must follow each other
 * without a hole, up to the last one acknowledged when it began; and after a wipe only higher ones than those acknowledged
 * before it.
 */
@ClusterTest
class WipeTest {
    private static final int ROUNDS = 4;
    private static final int PUSHES_EACH_ROUND = 25;

    @Test
    void takesEverythingAtOnceOnEveryNode(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().flags("--web.enable-admin-api").start();
        List<ClusterNode> nodes = cluster.all();
        int pushed = 0;
        int scrapes = 0;

        for (int round = 0; round < ROUNDS; round++) {
            CompletableFuture<Void> wipe = new CompletableFuture<>();
            for (int i = 0; i < PUSHES_EACH_ROUND; i++) {
                pushed++;
                ClusterNode target = nodes.get(pushed % nodes.size());
                assertThat(target.gateway().push("/job/j/n/" + pushed, "m 1\n").status())
                        .isEqualTo(200);
                if (i == PUSHES_EACH_ROUND / 2) {
                    wipe = wipeBy(nodes.get(round % nodes.size()));
                }
                List<CompletableFuture<Answer>> answers = nodes.stream()
                        .map(node -> node.gateway().scrapePushedAsync())
                        .toList();
                for (CompletableFuture<Answer> answer : answers) {
                    List<Integer> shown = numbersIn(answer.join());
                    assertWithoutHole(shown, pushed);
                    scrapes++;
                }
            }
            wipe.join();
            int before = pushed;

            assertThat(nodes.get((round + 1) % nodes.size())
                            .gateway()
                            .send("PUT", "/api/v1/admin/wipe", "")
                            .status())
                    .isEqualTo(202);

            for (ClusterNode node : nodes) {
                assertThat(numbersIn(node.gateway().scrapePushed()))
                        .as("after a wipe when %d were pushed", before)
                        .isEmpty();
            }
        }

        run.note("%d pushes, %d wipes, %d scrapes judged".formatted(pushed, 2 * ROUNDS, scrapes));
        cluster.awaitEqualStates();
    }

    /** On a thread of its own: the common pool may have one only, on two cores. */
    private static CompletableFuture<Void> wipeBy(ClusterNode node) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        assertThat(node.gateway()
                                        .send("PUT", "/api/v1/admin/wipe", "")
                                        .status())
                                .isEqualTo(202);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task).start());
    }

    /** The groups of one job are either all there up to the last one, or those after a wipe. */
    private static void assertWithoutHole(List<Integer> shown, int last) {
        for (int i = 0; i < shown.size(); i++) {
            assertThat(shown.get(i)).as("%s of %d", shown, last).isEqualTo(last - shown.size() + 1 + i);
        }
    }

    private static List<Integer> numbersIn(Answer scrape) {
        assertThat(scrape.status()).isEqualTo(200);
        List<Integer> numbers = new ArrayList<>();
        scrape.text()
                .lines()
                .filter(line -> line.startsWith("m{"))
                .forEach(line -> numbers.add(Integer.parseInt(line.replaceAll(".*,n=\"(\\d+)\".*", "$1"))));
        numbers.sort(Integer::compare);
        return numbers;
    }
}
