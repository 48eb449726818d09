package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Goal: {@code /api/v2} of three nodes keeps the promises of the push API: each read shows what was acknowledged anywhere
 * before it, a request to several groups is one, and so is a deletion of several groups.
 */
@ClusterTest
class OwnApiTest {
    private static final int ROUNDS = 40;
    private static final String SELECTION = "/api/v2/groups?match=job%3D%22counted%22";

    @Test
    void aFollowerShowsAtOnceWhatAnotherNodeAcknowledged(TestRun run) throws Exception {
        List<ClusterNode> nodes = run.cluster().start().all();

        for (int i = 0; i < ROUNDS; i++) {
            Answer pushed = nodes.get(i % 3).gateway().push("/job/a/round/" + i, "m " + i + "\n");
            Answer read = nodes.get((i + 1) % 3).gateway().get("/api/v2/groups/job/a/round/" + i + "?metrics=true");
            Answer listed = nodes.get((i + 2) % 3).gateway().get("/api/v2/groups?limit=1");

            assertThat(pushed.status()).isEqualTo(200);
            assertThat(read.text()).contains("\"value\":\"" + i + "\"");
            assertThat(json(listed).get("total").getAsInt()).isEqualTo(i + 1);
        }
    }

    @Test
    void noReadShowsAPartOfAPushToSeveralGroups(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        Gateway writer = cluster.followers().get(0).gateway();
        Gateway reader = cluster.followers().get(1).gateway();

        Callable<Integer> writing = () -> {
            for (int i = 1; i <= ROUNDS; i++) {
                String body = "{\"pushes\":[" + push("one", i) + "," + push("two", i) + "]}";
                assertThat(writer.post("/api/v2/push", "application/json", body).status())
                        .isEqualTo(200);
            }
            return ROUNDS;
        };
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<Integer> written = thread.submit(writing);
        while (!written.isDone()) {
            String shown = reader.scrapePushed().text();
            assertThat(value(shown, "one")).isEqualTo(value(shown, "two"));
        }
        thread.shutdown();

        assertThat(written.get()).isEqualTo(ROUNDS);
        assertThat(value(reader.scrapePushed().text(), "two")).isEqualTo(Integer.toString(ROUNDS));
    }

    @Test
    void aDeletionTakesAsManyGroupsAsWereExpectedOrNone(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        Gateway pusher = cluster.followers().get(0).gateway();
        Gateway deleter = cluster.followers().get(1).gateway();

        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<Integer> pushed = thread.submit(() -> {
            for (int i = 0; i < 5 * ROUNDS; i++) {
                assertThat(pusher.push("/job/counted/i/" + i, "").status()).isEqualTo(200);
            }
            return 5 * ROUNDS;
        });
        long deleted = 0;
        while (!pushed.isDone()) {
            long matching = json(deleter.send("DELETE", SELECTION + "&dry_run=true", ""))
                    .get("matching")
                    .getAsLong();
            Answer answer = deleter.send("DELETE", SELECTION + "&expected_count=" + matching, "");
            assertThat(answer.status()).as(answer.text()).isIn(200, 409);
            if (answer.status() == 200) {
                assertThat(json(answer).get("deleted").getAsLong()).isEqualTo(matching);
                deleted += matching;
            } else {
                assertThat(json(answer).get("matching").getAsLong()).isGreaterThan(matching);
            }
        }
        thread.shutdown();

        long left = json(pusher.get(SELECTION)).get("total").getAsLong();
        assertThat(deleted + left).isEqualTo((long) pushed.get());
        cluster.awaitEqualStates();
    }

    private static String push(String job, int value) {
        return "{\"labels\":{\"job\":\"" + job + "\"},\"method\":\"PUT\",\"body\":\"m " + value + "\\n\"}";
    }

    /** The value of {@code m} of a job; empty while there is none. */
    private static String value(String scrape, String job) {
        String series = "m{instance=\"\",job=\"" + job + "\"} ";
        return scrape.lines()
                .filter(line -> line.startsWith(series))
                .map(line -> line.substring(series.length()))
                .findFirst()
                .orElse("");
    }

    private static JsonObject json(Answer answer) {
        return JsonParser.parseString(answer.text()).getAsJsonObject();
    }
}
