package dev.quorumgate.peer;

import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.Members;
import dev.quorumgate.proto.peer.GreetReply;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The start of a node with a new data folder. Such a node may be new, or it may have lost its disk and with it the memory of
 * what it voted for and stored; the latter must not vote again. It cannot tell by itself, so it asks the other initial
 * members, and goes on only when
 *
 * <ul>
 *   <li>a majority, itself included, is new, or was when it met this node: the cluster is being founded; or
 *   <li>so many have answered, none knowing it by another data folder, that each of them and any majority of the others meet.
 * </ul>
 *
 * Whoever answers, or is answered, remembers the other one's data folder first. The same questions show member lists that
 * differ.
 */
public final class FirstStart {
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Members members;
    private final Greeter greeter;
    private final PeerClient client;

    public FirstStart(Members members, Greeter greeter, PeerClient client) {
        this.members = members;
        this.greeter = greeter;
        this.client = client;
    }

    /**
     * Waits until this node may take part, and notes that it does.
     *
     * @param progress told what it waits for, each time that changes
     * @throws IOException if it must not; the message says why and what to do
     */
    public void await(Consumer<String> progress) throws IOException, InterruptedException {
        String told = "";
        while (!greeter.identity().founded()) {
            Map<String, GreetReply> answers = askAll();
            Set<String> newcomers = answers.values().stream()
                    .filter(GreetReply::getNewcomer)
                    .map(GreetReply::getIncarnation)
                    .collect(Collectors.toSet());
            if (mayTakePart(answers.size(), newcomers.size())) {
                greeter.markFounded(newcomers);
                return;
            }
            List<String> missing = others().stream()
                    .map(Member::name)
                    .filter(name -> !answers.containsKey(name))
                    .toList();
            String waiting = "the first start waits for " + String.join(", ", missing) + " to answer";
            if (!waiting.equals(told)) {
                progress.accept(waiting);
                told = waiting;
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** Greets the members that this node does not know yet, until it knows all; for a node that takes part. */
    public void greetTheRest() throws InterruptedException {
        Map<String, GreetReply> answers = Map.of();
        while (answers.size() < others().size()) {
            try {
                answers = askAll();
            } catch (IOException e) {
                // It takes part already; what the other one finds wrong shows where it starts.
                return;
            }
            Thread.sleep(PAUSE.toMillis() * 10);
        }
    }

    private boolean mayTakePart(int answers, int newcomers) {
        int count = members.all().size();
        return 1 + newcomers > count / 2 || answers > (count - 1) / 2;
    }

    private Map<String, GreetReply> askAll() throws IOException, InterruptedException {
        Map<Member, CompletableFuture<GreetReply>> asked = new LinkedHashMap<>();
        for (Member member : others()) {
            asked.put(member, client.greet(member.adminAddress(), greeter.request(), ASK_TIMEOUT));
        }
        Map<String, GreetReply> answers = new TreeMap<>();
        for (Map.Entry<Member, CompletableFuture<GreetReply>> each : asked.entrySet()) {
            try {
                GreetReply answer = each.getValue().get();
                refuseIfUnwelcome(each.getKey(), answer);
                greeter.remember(answer);
                answers.put(each.getKey().name(), answer);
            } catch (ExecutionException e) {
                // No answer: it is asked again.
            }
        }
        return answers;
    }

    private void refuseIfUnwelcome(Member asked, GreetReply answer) throws IOException {
        String self = greeter.identity().node();
        switch (answer.getVerdict()) {
            case WELCOME -> {
                if (!answer.getNodeId().equals(asked.name())) {
                    throw new IOException("member '" + asked.name() + "' is said to be at " + asked.adminAddress()
                            + ", but '" + answer.getNodeId() + "' answers there; correct --cluster.initial-members");
                }
            }
            case OTHER_MEMBERS ->
                throw new IOException("member lists differ: this node has '" + members.canonical() + "', '"
                        + answer.getNodeId() + "' at " + asked.adminAddress() + " has '" + answer.getInitialMembers()
                        + "'; start all members with the same --cluster.initial-members");
            case OTHER_NODE ->
                throw new IOException("the node at " + asked.adminAddress() + " calls itself '" + self
                        + "' as well; each member needs its own --cluster.node-id and address");
            case OTHER_INCARNATION ->
                throw new IOException("member '" + self + "' is known to '" + asked.name()
                        + "' by another data folder (" + answer.getIncarnation()
                        + "), and this one is new; a member that lost its data must not vote again under its old name."
                        + " Put the old data folder back, or replace the member by one with a new name");
            case VERDICT_UNSPECIFIED, UNRECOGNIZED ->
                throw new IOException("'" + asked.name() + "' at " + asked.adminAddress()
                        + " answers in a way that this node does not know; do all members run the same version?");
        }
    }

    private List<Member> others() {
        return members.except(greeter.identity().node());
    }
}
