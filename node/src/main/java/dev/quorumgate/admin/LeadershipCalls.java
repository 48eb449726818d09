package dev.quorumgate.admin;

import dev.quorumgate.cluster.ClusterAdmin;
import dev.quorumgate.cluster.ClusterView;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.cluster.RefusedException;
import dev.quorumgate.proto.admin.TransferLeadershipReply;
import dev.quorumgate.proto.admin.TransferLeadershipRequest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Who leads. At the leader alone. */
final class LeadershipCalls {
    private final ClusterAdmin admin;
    private final Forwarding forwarding;

    LeadershipCalls(ClusterAdmin admin, Forwarding forwarding) {
        this.admin = admin;
        this.forwarding = forwarding;
    }

    TransferLeadershipReply transfer(TransferLeadershipRequest request, Patience patience) throws Exception {
        long begun = System.nanoTime();
        MemberRef leader;
        if (request.getTo().equals(admin.self().name())) {
            leader = admin.self();
        } else {
            ClusterView view = Round.ask(admin, patience);
            requireOthers(view);
            if (request.getStepDown()) {
                leader = patience.await(admin.stepDown(patience.left()));
            } else {
                PeerId to = request.getTo().isEmpty()
                        ? heir(view, admin.self().id())
                        : heir(forwarding.member(request.getTo()), view);
                leader = patience.await(admin.transferLeadership(to, patience.left()));
            }
        }
        return TransferLeadershipReply.newBuilder()
                .setLeader(leader.name())
                .setLeaderBefore(admin.self().name())
                .setTerm(admin.report().term())
                .setMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun))
                .build();
    }

    private static void requireOthers(ClusterView view) throws RefusedException {
        if (view.configuration().voters().size() == 1) {
            throw new RefusedException(
                    "there is no other voter that could lead", Optional.empty(), "add another member first", false);
        }
        if (view.safety().tolerance() < 0) {
            throw new RefusedException(
                    "only " + view.safety().sound() + " of " + view.safety().voters()
                            + " voters are sound, so that another leader might not be elected",
                    Optional.empty(),
                    "see to the others first: quorumgate status",
                    false);
        }
    }

    private static PeerId heir(ClusterView view, PeerId leader) throws RefusedException {
        return view.heirs(leader).stream()
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        "no other voter is sound and not drained",
                        Optional.empty(),
                        "see to the others first: quorumgate status",
                        false));
    }

    private static PeerId heir(MemberRef to, ClusterView view) throws RefusedException {
        if (!view.configuration().isVoter(to.id())) {
            throw refused(to, "it has no vote", "quorumgate member promote " + to.name());
        }
        if (!view.isSound(to.id())) {
            throw refused(
                    to,
                    Optional.ofNullable(view.silent().get(to.id())).orElse("it is far behind, or its disk is full"),
                    "choose another member, or none: then the one that is furthest along leads");
        }
        if (view.of(to.id()).filter(NodeReport::drained).isPresent()) {
            throw refused(to, "it is drained", "quorumgate undrain " + to.name());
        }
        return to.id();
    }

    private static RefusedException refused(MemberRef to, String why, String instead) {
        return new RefusedException(to.name() + " cannot lead: " + why, Optional.empty(), instead, false);
    }
}
