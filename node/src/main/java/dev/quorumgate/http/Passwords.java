package dev.quorumgate.http;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.webconfig.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Checks passwords against bcrypt hashes. That costs a core some 50 ms each time, by design; so only a part of the cores does
 * it, equal questions are answered together, and what came out is kept for a while. Calls may overlap.
 *
 * <p>Who guesses must not lock out those who know their password: users that exist go first, each of them may have only so
 * many passwords waiting, and too many guesses at users that do not exist are answered without comparing, after as long as
 * that would have taken.
 */
final class Passwords implements AutoCloseable {
    private static final int WAITING_OF_A_USER_MAX = 16;
    private static final int WAITING_OF_NOBODY_MAX = 16;
    private static final int KEPT_MAX = 1000;

    /** What a comparison takes until one was made. */
    private static final long FIRST_GUESS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** No user has a colon in the name. */
    private static final String NOBODY = ":";

    private static final String MAC = "HmacSHA256";

    /** Stands for the hash of users that do not exist; whatever comes of comparing with it is not used. */
    private static final String NOBODYS_DIGEST = ".".repeat(53);

    enum Verdict {
        RIGHT,
        WRONG,
        /** Not checked: too many other passwords of this user wait to be. */
        TOO_MANY
    }

    /** A comparison that waits for its thread. */
    private final class Waiting implements Runnable, Comparable<Waiting> {
        private final Question question;
        private final byte[] password;
        private final String hash;
        private final boolean isKnown;
        private final long number = asked.getAndIncrement();
        private final CompletableFuture<Verdict> verdict;

        Waiting(Question question, byte[] password, String hash, boolean isKnown, CompletableFuture<Verdict> verdict) {
            this.question = question;
            this.password = password;
            this.hash = hash;
            this.isKnown = isKnown;
            this.verdict = verdict;
        }

        @Override
        public int compareTo(Waiting other) {
            return isKnown == other.isKnown ? Long.compare(number, other.number) : isKnown ? -1 : 1;
        }

        @Override
        public void run() {
            try {
                long begin = System.nanoTime();
                boolean matches = comparing.matches(password, hash);
                lastNanos = System.nanoTime() - begin;
                Verdict result = matches && isKnown ? Verdict.RIGHT : Verdict.WRONG;
                keep(question, result);
                verdict.complete(result);
            } catch (RuntimeException | Error e) {
                verdict.completeExceptionally(e);
            }
        }
    }

    /** What a user and a password were compared with, as a keyed hash: from memory nobody learns a password. */
    private record Question(ByteBuffer hash) {}

    private final SecretKeySpec key;
    private final Comparing comparing;
    private final ThreadPoolExecutor threads;
    private final AtomicLong asked = new AtomicLong();
    private volatile long lastNanos = FIRST_GUESS_NANOS;
    private final ConcurrentHashMap<Question, CompletableFuture<Verdict>> underWay = new ConcurrentHashMap<>();
    /** How many passwords wait, by user; those of users that do not exist by {@link #NOBODY}. */
    private final ConcurrentHashMap<String, Integer> waiting = new ConcurrentHashMap<>();
    // Apart, so that guesses do not drive out those who know their password.
    private final Map<Question, Verdict> right = kept();
    private final Map<Question, Verdict> wrong = kept();

    /** Whether a password is that of a hash; takes its time. */
    interface Comparing {
        boolean matches(byte[] password, String hash);
    }

    Passwords() {
        this(
                (password, hash) -> BCrypt.verifyer(
                                BCrypt.Version.VERSION_2A, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2A))
                        .verify(password, hash.getBytes(StandardCharsets.ISO_8859_1))
                        .verified,
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    Passwords(Comparing comparing, int atOnce) {
        this.comparing = comparing;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, MAC);
        threads = new ThreadPoolExecutor(atOnce, atOnce, 10, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "passwords");
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Whether these credentials are good; known at once, or completed by a thread that checks.
     *
     * @param hashes by user
     */
    CompletableFuture<Verdict> check(Map<String, Secret> hashes, BasicCredentials credentials) {
        Secret hash = hashes.get(credentials.user());
        boolean isKnown = hash != null;
        // The same work for users that do not exist: how long it takes must not tell who does.
        String compared = hash != null ? hash.text() : nobodys(hashes);
        Question question = question(credentials, compared);
        Verdict known = kept(question);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        CompletableFuture<Verdict> mine = new CompletableFuture<>();
        CompletableFuture<Verdict> others = underWay.putIfAbsent(question, mine);
        if (others != null) {
            return others;
        }
        String user = isKnown ? credentials.user() : NOBODY;
        int before = waiting.merge(user, 1, Integer::sum) - 1;
        Futures.whenDone(mine, (verdict, failure) -> {
            underWay.remove(question);
            waiting.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
        });
        if (before < (isKnown ? WAITING_OF_A_USER_MAX : WAITING_OF_NOBODY_MAX)) {
            threads.execute(new Waiting(question, credentials.password(), compared, isKnown, mine));
        } else if (isKnown) {
            mine.complete(Verdict.TOO_MANY);
        } else {
            return mine.completeOnTimeout(Verdict.WRONG, lastNanos, TimeUnit.NANOSECONDS);
        }
        return mine;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private @Nullable Verdict kept(Question question) {
        synchronized (right) {
            Verdict verdict = right.get(question);
            if (verdict != null) {
                return verdict;
            }
        }
        synchronized (wrong) {
            return wrong.get(question);
        }
    }

    private void keep(Question question, Verdict verdict) {
        Map<Question, Verdict> kept = verdict == Verdict.RIGHT ? right : wrong;
        synchronized (kept) {
            kept.put(question, verdict);
        }
    }

    private Question question(BasicCredentials credentials, String hash) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            byte[] user = credentials.user().getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(4).putInt(user.length).array());
            mac.update(user);
            mac.update(hash.getBytes(StandardCharsets.ISO_8859_1));
            mac.update((byte) 0);
            mac.update(credentials.password());
            return new Question(ByteBuffer.wrap(mac.doFinal()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    /** A hash that costs as much to compare with as the most expensive one of those that exist. */
    private static String nobodys(Map<String, Secret> hashes) {
        return "$2y$"
                + hashes.values().stream()
                        .map(hash -> hash.text().substring(4, 6))
                        .max(String::compareTo)
                        .orElse("10") + "$" + NOBODYS_DIGEST;
    }

    private static Map<Question, Verdict> kept() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Question, Verdict> eldest) {
                return size() > KEPT_MAX;
            }
        };
    }
}
