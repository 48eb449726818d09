package dev.quorumgate.peer;

import dev.quorumgate.cluster.DataFolder;
import dev.quorumgate.cluster.JoinAnswer;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.Newcomer;
import dev.quorumgate.cluster.OwnIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The way of a node into a cluster that is at work. It says every second that it is there; the leader lets it wait until an
 * operator has it added. Used by one thread.
 */
public final class JoinLoop {
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);
    private static final Duration FOREIGN_PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 100;

    private final List<String> addresses;
    private final MemberRef self;
    private final Software software;
    private final OwnIdentity own;
    private final PeerClient client;
    private final Set<String> learned = new LinkedHashSet<>();
    private String told = "";

    /** What this node runs: its version, and the highest formats that it reads. */
    public record Software(String version, int logFormatMax, int storeFormatMax) {}

    /** @param addresses {@code host:port} of the admin ports of some members */
    public JoinLoop(List<String> addresses, MemberRef self, Software software, OwnIdentity own, PeerClient client) {
        this.addresses = List.copyOf(addresses);
        this.self = self;
        this.software = software;
        this.own = own;
        this.client = client;
    }

    /**
     * Waits until a member tells which cluster it is, and notes that.
     *
     * @param progress told what it waits for, each time that changes
     * @throws IOException if the cluster does not take this node in as it is; the message says why and what to do
     */
    public void awaitCluster(Consumer<String> progress) throws IOException, InterruptedException {
        while (own.clusterId().isEmpty()) {
            ask(false, progress);
            if (own.clusterId().isEmpty()) {
                Thread.sleep(BETWEEN_QUESTIONS.toMillis());
            }
        }
    }

    /**
     * Goes on saying that this node is there until it is a member, and notes that it is one.
     *
     * @param isMember whether it is one, by the log that it receives
     */
    public void awaitAdmission(BooleanSupplier isMember, Consumer<String> progress)
            throws IOException, InterruptedException {
        long nextQuestion = System.nanoTime();
        while (!isMember.getAsBoolean()) {
            if (nextQuestion - System.nanoTime() <= 0) {
                ask(true, progress);
                nextQuestion = System.nanoTime() + BETWEEN_QUESTIONS.toNanos();
            }
            Thread.sleep(LOOK_MILLIS);
        }
        own.become(DataFolder.Identity::founding);
    }

    /**
     * Asks, for a node whose data folder is one of a cluster already, whether that is the cluster that it is to join. Goes on
     * when nobody answers for a while.
     *
     * @throws IOException if it is another one
     */
    public void refuseIfForeign() throws IOException, InterruptedException {
        long end = System.nanoTime() + FOREIGN_PATIENCE.toNanos();
        while (askAll(false).isEmpty() && end - System.nanoTime() > 0) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private void ask(boolean ready, Consumer<String> progress) throws IOException, InterruptedException {
        Optional<JoinAnswer> answer = askAll(ready);
        String state = "waits for a member of the cluster to answer at " + String.join(", ", addresses);
        if (answer.isPresent() && answer.get() instanceof JoinAnswer.Wait wait) {
            if (own.clusterId().isEmpty()) {
                own.become(identity -> identity.in(wait.clusterId()));
            }
            learned.clear();
            wait.members().forEach(member -> learned.add(member.adminAddress()));
            state = "waits to be taken in: " + wait.nextStep();
        } else if (answer.isPresent()) {
            state = "is being taken in, and catches up";
        }
        if (!state.equals(told)) {
            told = state;
            progress.accept("this node " + state);
        }
    }

    /** The first answer; nobody needs a second one. */
    private Optional<JoinAnswer> askAll(boolean ready) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(addresses);
        learned.stream().filter(address -> !addresses.contains(address)).forEach(all::add);
        for (String address : all) {
            try {
                JoinAnswer answer = client.join(address, newcomer(ready), false, ASK_TIMEOUT)
                        .get();
                if (answer instanceof JoinAnswer.Refused refused) {
                    throw new IOException("this node cannot join the cluster at " + address + ": " + refused.reason());
                }
                return Optional.of(answer);
            } catch (ExecutionException e) {
                // It is away, or knows no leader: another one may do better.
            }
        }
        return Optional.empty();
    }

    private Newcomer newcomer(boolean ready) {
        DataFolder.Identity identity = own.get();
        return new Newcomer(
                identity.clusterId(),
                self,
                identity.incarnation(),
                identity.formerly(),
                software.version(),
                software.logFormatMax(),
                software.storeFormatMax(),
                ready);
    }
}
