package dev.quorumgate.admin;

import dev.quorumgate.cluster.ChangeUnderWayException;
import dev.quorumgate.cluster.ClusterAdmin;
import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.Membership;
import dev.quorumgate.cluster.Membership.Waiting;
import dev.quorumgate.cluster.NotLeaderException;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.cluster.QuorumChange;
import dev.quorumgate.cluster.RefusedException;
import dev.quorumgate.peer.Reports;
import dev.quorumgate.proto.admin.AddMemberRequest;
import dev.quorumgate.proto.admin.MemberAddress;
import dev.quorumgate.proto.admin.MemberProgress;
import dev.quorumgate.proto.admin.MembershipReply;
import dev.quorumgate.proto.admin.PromoteMemberRequest;
import dev.quorumgate.proto.admin.RemoveMemberRequest;
import dev.quorumgate.proto.admin.ReplaceMemberRequest;
import dev.quorumgate.rpc.Outbox;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;

/** Who belongs to the cluster. At the leader alone. */
final class MembershipCalls {
    /** Ratis takes no change in which those who come are as many as those who stay. */
    private static final int REPLACING_VOTERS_MIN = 3;

    private final ClusterAdmin admin;
    private final Membership membership;
    private final Newcomers newcomers;
    private final ChangeRun changes;

    /** @param flags that nodes of this cluster need to be believed, as they are typed */
    MembershipCalls(ClusterAdmin admin, Membership membership, List<String> flags) {
        this.admin = admin;
        this.membership = membership;
        this.newcomers = new Newcomers(membership, flags);
        this.changes = new ChangeRun(membership);
    }

    void add(AddMemberRequest request, Patience patience, Outbox<MemberProgress> out) throws Exception {
        MemberAddress wanted = request.getMember();
        Newcomers.check(wanted);
        Configuration before = admin.configuration();
        if (isThere(before, wanted, out)) {
            return;
        }
        ChangeGuard guard = ChangeGuard.of(admin, request.getForceClusterId(), patience);
        MemberRef placeholder = placeholder(wanted);
        guard.requireReachable(placeholder);
        guard.requireNonVotersToAnswer(placeholder);
        QuorumChange quorum =
                guard.judge("adding " + wanted.getName(), before, before.adding(placeholder), Optional.empty());
        out.send(awaited(wanted, before, quorum));
        if (request.getDryRun()) {
            return;
        }
        Waiting waiting = newcomers.await(wanted, request.getWaitMillis(), patience, before.all());
        if (waiting.formerly().isPresent()) {
            throw new RefusedException(
                    wanted.getName() + " was a member at another address, and waits to be one again with its data",
                    Optional.empty(),
                    "quorumgate member replace " + waiting.formerly().get().name() + " "
                            + waiting.node().spelled(),
                    false);
        }
        Configuration from = admin.configuration();
        if (isThere(from, wanted, out)) {
            return; // somebody else has had it added meanwhile
        }
        changes.run(
                from,
                from.adding(waiting.node()),
                "adding " + waiting.node().spelled(),
                waiting.node(),
                quorum,
                from.all().size() == 1
                        ? from.voters().get(0).name() + " began alone: from now on start it with --cluster.join="
                                + waiting.node().adminAddress()
                                + ",... too, so that without its data it waits instead of beginning anew"
                        : quorum.note().orElse(""),
                patience,
                out);
    }

    MembershipReply promote(PromoteMemberRequest request, Patience patience) throws Exception {
        Configuration from = admin.configuration();
        MemberRef member = member(from, request.getName());
        if (from.isVoter(member.id())) {
            return reply(from.index()).setNothingToDo(true).build();
        }
        ChangeGuard guard = ChangeGuard.of(admin, request.getForceClusterId(), patience);
        guard.requireCaughtUp(member);
        Configuration to = from.promoting(member);
        QuorumChange quorum = guard.judge("promoting " + member.name(), from, to, Optional.empty());
        return change(from, to, "promoting " + member.name(), quorum, request.getDryRun(), patience);
    }

    MembershipReply remove(RemoveMemberRequest request, Patience patience) throws Exception {
        Configuration from = admin.configuration();
        MemberRef member = member(from, request.getName());
        ChangeGuard guard = ChangeGuard.of(admin, request.getForceClusterId(), patience);
        Configuration to = from.without(member);
        QuorumChange quorum = guard.judge("removing " + member.name(), from, to, Optional.empty());
        if (!request.getDryRun()) {
            letAnotherLead(member, guard, patience);
        }
        return change(from, to, "removing " + member.name(), quorum, request.getDryRun(), patience);
    }

    void replace(ReplaceMemberRequest request, Patience patience, Outbox<MemberProgress> out) throws Exception {
        MemberAddress wanted = request.getComing();
        Newcomers.check(wanted);
        Configuration before = admin.configuration();
        ChangeGuard guard = ChangeGuard.of(admin, request.getForceClusterId(), patience);
        Optional<MemberRef> there = before.named(wanted.getName())
                .filter(member -> Newcomers.isAt(member, wanted) && guard.isSound(member.id()));
        if (there.isPresent() && newcomers.find(wanted).isEmpty()) {
            out.send(nothingToDo(there.get()));
            return;
        }
        MemberRef leaving = member(before, request.getLeaving());
        requireReplaceable(before, leaving, wanted);
        guard.requireNonVotersToAnswer(leaving);
        MemberRef placeholder = placeholder(wanted);
        guard.requireReachable(placeholder);
        QuorumChange quorum = guard.judge(
                "replacing " + leaving.name(),
                before,
                before.replacing(leaving, placeholder),
                Optional.of(placeholder.id()));
        out.send(awaited(wanted, before, quorum));
        if (request.getDryRun()) {
            return;
        }
        Waiting waiting = newcomers.await(wanted, request.getWaitMillis(), patience, before.all());
        Configuration from = admin.configuration();
        if (from.all().contains(waiting.node())) {
            out.send(nothingToDo(waiting.node()));
            return; // somebody else has had it done meanwhile
        }
        if (!from.all().contains(leaving)) {
            throw new ChangeUnderWayException("the members have changed meanwhile; look again");
        }
        requireReplaceable(from, leaving, wanted);
        requireOwnPlace(waiting, leaving, from);
        ChangeGuard now = ChangeGuard.of(admin, request.getForceClusterId(), patience);
        now.requireOthersSound(leaving);
        letAnotherLead(leaving, now, patience);
        changes.run(
                from,
                from.replacing(leaving, waiting.node()),
                "replacing " + leaving.name() + " by " + waiting.node().spelled(),
                waiting.node(),
                quorum,
                quorum.note().orElse(""),
                patience,
                out);
    }

    /** A leader that goes has another one lead first, and has that one take itself out. */
    private void letAnotherLead(MemberRef leaving, ChangeGuard guard, Patience patience) throws Exception {
        if (!leaving.id().equals(admin.self().id())) {
            return;
        }
        PeerId heir = guard.heir(leaving)
                .orElseThrow(() -> new RefusedException(
                        leaving.name() + " leads, and no other voter can",
                        Optional.empty(),
                        "see to the others first: quorumgate status",
                        false));
        MemberRef leader = patience.await(admin.transferLeadership(heir, patience.left()));
        throw new NotLeaderException(leader.name() + " leads now");
    }

    private MembershipReply change(
            Configuration from, Configuration to, String why, QuorumChange quorum, boolean isDryRun, Patience patience)
            throws Exception {
        long index = isDryRun ? from.index() : patience.await(membership.change(from, to, why, progress -> {}));
        return reply(index)
                .setQuorum(Quorums.message(quorum))
                .setNote(quorum.note().orElse(""))
                .build();
    }

    private static void requireReplaceable(Configuration before, MemberRef leaving, MemberAddress coming)
            throws RefusedException {
        if (!coming.getName().equals(leaving.name())
                && before.named(coming.getName()).isPresent()) {
            throw Status.ALREADY_EXISTS
                    .withDescription(coming.getName() + " is a member itself; choose another name")
                    .asRuntimeException();
        }
        if (before.isVoter(leaving.id()) && before.voters().size() < REPLACING_VOTERS_MIN) {
            throw new RefusedException(
                    "with fewer than three voters a member cannot be exchanged in one step",
                    Optional.empty(),
                    "one after the other: quorumgate member add, member promote, member remove " + leaving.name(),
                    false);
        }
    }

    /** Who comes back with its data takes its own place and no other. */
    private static void requireOwnPlace(Waiting waiting, MemberRef leaving, Configuration before)
            throws RefusedException {
        if (waiting.formerly().isPresent() && !waiting.formerly().get().equals(leaving.id())) {
            throw new RefusedException(
                    waiting.node().name() + " waits with the data of another member",
                    Optional.empty(),
                    "give it an empty --storage.path",
                    false);
        }
        if (waiting.formerly().isPresent() && !before.isVoter(leaving.id())) {
            throw new RefusedException(
                    leaving.name() + " has no vote, and such a member cannot move with its data",
                    Optional.empty(),
                    "quorumgate member remove " + leaving.name() + ", then add it with an empty --storage.path",
                    false);
        }
    }

    /** Whether a member of this name is there already, which is told; none must be elsewhere, and none wait in its place. */
    private boolean isThere(Configuration members, MemberAddress wanted, Outbox<MemberProgress> out)
            throws InterruptedException {
        Optional<MemberRef> known = members.named(wanted.getName());
        if (known.isEmpty()) {
            return false;
        }
        if (!Newcomers.isAt(known.get(), wanted) || newcomers.find(wanted).isPresent()) {
            throw Status.ALREADY_EXISTS
                    .withDescription(wanted.getName() + " is a member at "
                            + known.get().spelled() + "; to have another node in its place: quorumgate member replace "
                            + wanted.getName() + " " + placeholder(wanted).spelled())
                    .asRuntimeException();
        }
        out.send(nothingToDo(known.get()));
        return true;
    }

    private static MemberRef member(Configuration members, String name) {
        return members.named(name)
                .orElseThrow(() -> Errors.notFound("there is no member '" + name + "'; there are: "
                        + String.join(
                                ", ",
                                members.all().stream().map(MemberRef::name).toList())));
    }

    /** A member whose data folder is not known yet. */
    private static MemberRef placeholder(MemberAddress wanted) {
        return new MemberRef(
                new PeerId(wanted.getName(), Optional.of("00000000")),
                wanted.getRaftAddress(),
                wanted.getAdminAddress());
    }

    private MemberProgress awaited(MemberAddress wanted, Configuration members, QuorumChange quorum) {
        return MemberProgress.newBuilder()
                .setPhase(MemberProgress.Phase.AWAITED)
                .setMember(wanted)
                .setLeaderIndex(-1)
                .setMemberIndex(-1)
                .setQuorum(Quorums.message(quorum))
                .setStartCommand(newcomers.startCommand(wanted, members.all()))
                .setNote(quorum.note().orElse(""))
                .build();
    }

    private static MemberProgress nothingToDo(MemberRef member) {
        return MemberProgress.newBuilder()
                .setPhase(MemberProgress.Phase.DONE)
                .setMember(Reports.message(member))
                .setLeaderIndex(-1)
                .setMemberIndex(-1)
                .setNothingToDo(true)
                .build();
    }

    private static MembershipReply.Builder reply(long index) {
        return MembershipReply.newBuilder().setConfigurationIndex(index);
    }
}
