package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quorumgate.webconfig.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Goal: checking passwords costs little for those who know theirs, and a bounded amount for those who guess. */
class PasswordsTest {
    private static final String HASH = "$2y$07$" + "a".repeat(53);
    private static final Map<String, Secret> USERS = Map.of("alice", new Secret(HASH));

    private final List<String> compared = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch slow = new CountDownLatch(0);

    private final Passwords passwords = new Passwords(this::matches, 1);

    private boolean matches(byte[] password, String hash) {
        try {
            slow.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        compared.add(hash);
        return new String(password, StandardCharsets.UTF_8).equals("right");
    }

    @Test
    void comparesOnceForEachAnswer() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(check("alice", "right").get()).isEqualTo(Passwords.Verdict.RIGHT);
            assertThat(check("alice", "wrong").get()).isEqualTo(Passwords.Verdict.WRONG);
        }

        assertThat(compared).containsExactly(HASH, HASH);
    }

    @Test
    void comparesForUsersThatDoNotExistAtTheSameCostAndNeverTakesThem() throws Exception {
        assertThat(check("nobody", "right").get()).isEqualTo(Passwords.Verdict.WRONG);

        assertThat(compared).singleElement().asString().startsWith("$2y$07$").hasSize(60);
    }

    @Test
    void asksAnewWhenTheHashIsAnother() throws Exception {
        assertThat(check("alice", "right").get()).isEqualTo(Passwords.Verdict.RIGHT);
        String other = "$2y$07$" + "b".repeat(53);

        passwords
                .check(Map.of("alice", new Secret(other)), credentials("alice", "right"))
                .get();

        assertThat(compared).containsExactly(HASH, other);
    }

    @Test
    void answersEqualQuestionsTogether() throws Exception {
        slow = new CountDownLatch(1);
        List<CompletableFuture<Passwords.Verdict>> verdicts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            verdicts.add(check("alice", "right"));
        }
        slow.countDown();

        for (CompletableFuture<Passwords.Verdict> verdict : verdicts) {
            assertThat(verdict.get()).isEqualTo(Passwords.Verdict.RIGHT);
        }
        assertThat(compared).hasSize(1);
    }

    @Test
    void letsOnlySoManyGuessAtOnceAndStillLetsInWhomItKnows() throws Exception {
        check("alice", "right").get();
        slow = new CountDownLatch(1);
        List<CompletableFuture<Passwords.Verdict>> guesses = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            guesses.add(check("alice", "guess " + i));
        }

        assertThat(guesses.get(199).getNow(Passwords.Verdict.RIGHT)).isEqualTo(Passwords.Verdict.TOO_MANY);
        assertThat(check("alice", "right").getNow(Passwords.Verdict.WRONG)).isEqualTo(Passwords.Verdict.RIGHT);
        slow.countDown();
        await().until(() -> guesses.stream().allMatch(CompletableFuture::isDone));
        assertThat(compared).hasSizeLessThan(100);
        assertThat(check("alice", "guess 199").get()).isEqualTo(Passwords.Verdict.WRONG);
    }

    @Test
    void guessesAtUsersThatDoNotExistWaitBehindThoseWhoDo() throws Exception {
        slow = new CountDownLatch(1);
        List<CompletableFuture<Passwords.Verdict>> guesses = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            guesses.add(check("nobody " + i, "guess"));
        }
        CompletableFuture<Passwords.Verdict> alice = check("alice", "right");
        slow.countDown();

        assertThat(alice.get()).isEqualTo(Passwords.Verdict.RIGHT);
        for (CompletableFuture<Passwords.Verdict> guess : guesses) {
            assertThat(guess.get()).isEqualTo(Passwords.Verdict.WRONG);
        }
        assertThat(compared.indexOf(HASH)).as("alice among those compared").isLessThanOrEqualTo(1);
        assertThat(compared).hasSizeLessThan(100);
    }

    @Test
    void guessesAtOneUserDoNotKeepAnotherWaiting() throws Exception {
        Map<String, Secret> users = Map.of("alice", new Secret(HASH), "bob", new Secret("$2y$07$" + "b".repeat(53)));
        slow = new CountDownLatch(1);
        List<CompletableFuture<Passwords.Verdict>> guesses = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            guesses.add(passwords.check(users, credentials("alice", "guess " + i)));
        }
        CompletableFuture<Passwords.Verdict> bob = passwords.check(users, credentials("bob", "right"));
        slow.countDown();

        assertThat(bob.get()).isEqualTo(Passwords.Verdict.RIGHT);
        assertThat(guesses).allMatch(guess -> guess.getNow(Passwords.Verdict.WRONG) != Passwords.Verdict.RIGHT);
    }

    private CompletableFuture<Passwords.Verdict> check(String user, String password) {
        return passwords.check(USERS, credentials(user, password));
    }

    private static BasicCredentials credentials(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return BasicCredentials.of("Basic " + Base64.getEncoder().encodeToString(both))
                .orElseThrow();
    }
}
