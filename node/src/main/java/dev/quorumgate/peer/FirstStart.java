package dev.quorumgate.peer;

import dev.quorumgate.cluster.DataFolder;
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
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The start of a node with a new data folder. Such a node may be new, or it may have lost its disk and with it the memory of
 * what it voted for and stored; the latter must not vote again. It cannot tell by itself, so it asks the other initial
 * members, and goes on when so many have answered, none knowing it by another data folder, that they and those who answered
 * at any earlier first start of this member have one in common: more than half of the others. Of three members that is both
 * others, so a cluster of three begins when all of them are there. One that is restored from a backup begins when all are
 * there, however many: the same file may have been restored for the same members before, and who was left over from that would
 * bring a longer log of a cluster of the same id.
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
            Map<String, GreetReply> answers = askAll(others());
            if (mayTakePart(answers.size())) {
                greeter.markFounded();
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

    /**
     * Greets the members that have not answered yet, until all have; for a node that takes part.
     *
     * @param isFounder whether the member of this name is still the one that the cluster began with
     * @param trouble told what is wrong with another member: that finds the same where it starts, and stops
     */
    public void greetTheRest(Predicate<String> isFounder, Consumer<String> trouble) throws InterruptedException {
        Set<String> answered = new TreeSet<>();
        String told = "";
        while (!answered.containsAll(
                founders(isFounder).stream().map(Member::name).toList())) {
            try {
                answered.addAll(askAll(founders(isFounder)).keySet());
            } catch (IOException e) {
                if (!told.equals(e.getMessage())) {
                    told = String.valueOf(e.getMessage());
                    trouble.accept(told);
                }
            }
            Thread.sleep(PAUSE.toMillis() * 10);
        }
    }

    private boolean mayTakePart(int answers) {
        if (greeter.identity().origin() == DataFolder.Identity.Origin.RESTORED) {
            return answers == others().size();
        }
        return answers > (members.all().size() - 1) / 2 || others().isEmpty();
    }

    private Map<String, GreetReply> askAll(List<Member> members) throws IOException, InterruptedException {
        Map<Member, CompletableFuture<GreetReply>> asked = new LinkedHashMap<>();
        for (Member member : members) {
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
            case OTHER_MEMBERS -> throw new IOException(otherCluster(asked, answer));
            case OTHER_NODE ->
                throw new IOException("the node at " + asked.adminAddress() + " calls itself '" + self
                        + "' as well; each member needs its own --cluster.node-id and address");
            case OTHER_INCARNATION ->
                throw new IOException((answer.getIncarnation().isEmpty()
                                ? "'" + asked.name() + "' belongs to a cluster that has begun without this data folder"
                                : "member '" + self + "' is known to '" + asked.name() + "' by another data folder ("
                                        + answer.getIncarnation() + ")")
                        + ", and this one is new; a member that lost its data must not vote again under its old name."
                        + " Put the old data folder back, or have it replaced: start it with an empty --storage.path and"
                        + " --cluster.join=" + asked.adminAddress() + ", then run: quorumgate member replace " + self
                        + ". If the cluster has never worked, empty the data folders of all members");
            case VERDICT_UNSPECIFIED, UNRECOGNIZED ->
                throw new IOException("'" + asked.name() + "' at " + asked.adminAddress()
                        + " answers in a way that this node does not know; do all members run the same version?");
        }
    }

    private List<Member> founders(Predicate<String> isFounder) {
        return others().stream().filter(member -> isFounder.test(member.name())).toList();
    }

    /** The lists tell clusters apart, unless one of them was restored from a backup of the other. */
    private String otherCluster(Member asked, GreetReply answer) {
        String there = "'" + answer.getNodeId() + "' at " + asked.adminAddress();
        if (answer.getInitialMembers().equals(members.canonical())) {
            return there
                    + " belongs to another cluster of the same members: the data folder of one of the two nodes was made"
                    + " from a backup, or by 'recover apply', and that of the other one was not, or from another file. Restore"
                    + " the same file for all members";
        }
        return "member lists differ: this node has '" + members.canonical() + "', " + there + " has '"
                + answer.getInitialMembers() + "'; start all members with the same --cluster.initial-members";
    }

    private List<Member> others() {
        return members.except(greeter.identity().node());
    }
}
