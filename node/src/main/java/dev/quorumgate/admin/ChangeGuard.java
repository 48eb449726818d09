package dev.quorumgate.admin;

import dev.quorumgate.cluster.ClusterAdmin;
import dev.quorumgate.cluster.ClusterView;
import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.cluster.QuorumChange;
import dev.quorumgate.cluster.RefusedException;
import dev.quorumgate.cluster.ReplicationFigures;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Judges changes of the members, on the leader, by what all members say of themselves just now. What costs the majority, or
 * makes the next failure do so, is refused with what it would come to; who types the cluster id may have it all the same.
 */
final class ChangeGuard {
    private static final Duration CONTACT_MAX = Duration.ofSeconds(2);
    private static final long LAG_MAX = 1000;

    private final ClusterAdmin admin;
    private final ClusterView view;
    private final boolean isForced;

    private ChangeGuard(ClusterAdmin admin, ClusterView view, boolean isForced) {
        this.admin = admin;
        this.view = view;
        this.isForced = isForced;
    }

    /** @param forceClusterId what who insists has typed; empty for nobody */
    static ChangeGuard of(ClusterAdmin admin, String forceClusterId, Patience patience) {
        if (!forceClusterId.isEmpty() && !forceClusterId.equals(admin.clusterId())) {
            throw Errors.invalid("'" + forceClusterId + "' is not the id of this cluster");
        }
        return new ChangeGuard(admin, Round.ask(admin, patience), !forceClusterId.isEmpty());
    }

    /**
     * What a change does to the majority.
     *
     * @param action for people, such as {@code removing n2}
     * @param coming a member that has caught up before it counts
     * @throws RefusedException if that is not to be done
     */
    QuorumChange judge(String action, Configuration from, Configuration to, Optional<PeerId> coming)
            throws RefusedException {
        Predicate<PeerId> isSound = id -> coming.filter(id::equals).isPresent() || isSound(id);
        QuorumChange change = QuorumChange.of(from, to, isSound);
        boolean passes = change.verdict() == QuorumChange.Verdict.SAFE || (isForced && change.mayBeForced());
        if (!passes) {
            throw new RefusedException(
                    refusal(action, change), Optional.of(change), instead(from, change), change.mayBeForced());
        }
        return change;
    }

    private static String refusal(String action, QuorumChange change) {
        return action + " leaves " + count(change.after().voters(), "voter")
                + (change.votersAfter().isEmpty() ? "" : " (" + String.join(", ", change.votersAfter()) + ")")
                + ", of which " + change.after().sound() + (change.after().sound() == 1 ? " is" : " are")
                + " sound; a majority is " + change.after().majority();
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private String instead(Configuration from, QuorumChange change) {
        Optional<MemberRef> unsound =
                from.voters().stream().filter(voter -> !isSound(voter.id())).findFirst();
        if (unsound.isPresent() && from.voters().size() > 2) {
            return "see to " + unsound.get().name() + " first, or put another node in its place: quorumgate member"
                    + " replace " + unsound.get().name() + " NAME=HOST:RAFTPORT:ADMINPORT";
        }
        return change.after().voters() == 0
                ? "add another member and promote it first"
                : "add another member first, or exchange this one in one step: quorumgate member replace";
    }

    /** Whether a voter counts for the majority: its admin port says so, and its Raft port answers this leader. */
    boolean isSound(PeerId id) {
        return view.isSound(id)
                && (id.equals(admin.self().id())
                        || silence(id)
                                .filter(each -> each.compareTo(CONTACT_MAX) <= 0)
                                .isPresent());
    }

    /**
     * While a voter is exchanged, the majorities before and after it need not have a member in common but for the entries of
     * the change, which Ratis may lose half of when the leader changes just then; so all others shall have them soon.
     */
    void requireOthersSound(MemberRef leaving) throws RefusedException {
        Optional<MemberRef> unsound = view.configuration().voters().stream()
                .filter(voter -> !voter.id().equals(leaving.id()) && !isSound(voter.id()))
                .findFirst();
        if (unsound.isPresent() && view.configuration().isVoter(leaving.id()) && !isForced) {
            throw new RefusedException(
                    unsound.get().name()
                            + ", which stays, is not sound; a member is exchanged in one step only while all"
                            + " others are",
                    Optional.empty(),
                    "see to " + unsound.get().name() + " first, or: quorumgate member remove " + leaving.name()
                            + ", then add and promote the new one",
                    true);
        }
    }

    /** Ratis cannot make a change in which others take part while somebody without a vote is silent: it would wait for it. */
    void requireNonVotersToAnswer(MemberRef leaving) throws RefusedException {
        for (MemberRef other : view.configuration().nonVoters()) {
            if (!other.id().equals(leaving.id()) && view.of(other.id()).isEmpty()) {
                throw new RefusedException(
                        other.name() + ", which has no vote, does not answer; nobody can be added until it does",
                        Optional.empty(),
                        "start it, or: quorumgate member remove " + other.name(),
                        false);
            }
        }
    }

    /** Who is to vote must be as far as the others. */
    void requireCaughtUp(MemberRef member) throws RefusedException {
        Optional<NodeReport> report = view.of(member.id());
        String why = "";
        if (report.isEmpty()) {
            why = "it does not answer";
        } else if (report.get().role() != NodeStatus.Role.NON_VOTER) {
            why = "it does not take part";
        } else if (view.commitIndex() - report.get().appliedIndex() > LAG_MAX) {
            why = "it is " + (view.commitIndex() - report.get().appliedIndex()) + " entries behind";
        } else if (silence(member.id()).isEmpty()) {
            why = "the leader sends nothing to it just now";
        } else if (silence(member.id()).get().compareTo(CONTACT_MAX) > 0) {
            why = "the leader has not heard from it for "
                    + silence(member.id()).get().toSeconds() + " s";
        }
        if (!why.isEmpty()) {
            throw new RefusedException(
                    member.name() + " cannot be given a vote yet: " + why,
                    Optional.empty(),
                    "wait until it has caught up: quorumgate status",
                    false);
        }
    }

    /** Of a follower of this leader; empty when nothing is sent to it. */
    private Optional<Duration> silence(PeerId id) {
        return view.of(admin.self().id()).map(NodeReport::followers).orElse(List.of()).stream()
                .filter(follower -> follower.id().equals(id))
                .map(ReplicationFigures.Follower::silence)
                .findFirst();
    }

    /** A member on another machine could not answer who is known by a loopback address only. */
    void requireReachable(MemberRef coming) throws RefusedException {
        if (isLoopback(coming.raftAddress())) {
            return;
        }
        for (MemberRef voter : view.configuration().voters()) {
            if (isLoopback(voter.raftAddress())) {
                throw new RefusedException(
                        voter.name() + " is known at " + voter.raftAddress() + ", which " + coming.name() + " at "
                                + coming.raftAddress() + " could not reach",
                        Optional.empty(),
                        view.configuration().all().size() == 1
                                ? "start it again with --cluster.advertise-address=HOST:RAFTPORT"
                                : "have it move first: start it with --cluster.advertise-address=HOST:RAFTPORT and"
                                        + " --cluster.join, then: quorumgate member replace " + voter.name(),
                        false);
            }
        }
    }

    private static boolean isLoopback(String address) {
        String host = address.substring(0, address.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The voter that leads best when the leader goes. */
    Optional<PeerId> heir(MemberRef leaving) {
        return view.heirs(leaving.id()).stream().filter(this::isSound).findFirst();
    }
}
