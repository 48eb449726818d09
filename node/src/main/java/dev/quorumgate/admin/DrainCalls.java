package dev.quorumgate.admin;

import dev.quorumgate.cluster.ClusterAdmin;
import dev.quorumgate.cluster.ClusterView;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.RefusedException;
import dev.quorumgate.proto.admin.SetDrainedReply;
import dev.quorumgate.proto.admin.SetDrainedRequest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Makes nodes ready for a stop. At the node that it is about. */
final class DrainCalls {
    private static final long PAUSE_MILLIS = 50;

    private final ClusterAdmin admin;

    DrainCalls(ClusterAdmin admin) {
        this.admin = admin;
    }

    /** Answers when another node leads, or when this one has to lead on. */
    SetDrainedReply set(SetDrainedRequest request, Patience patience) throws Exception {
        boolean isForced = request.getForceClusterId().equals(admin.clusterId());
        if (request.getDrained()) {
            boolean hasHeir = hasReadyOther(Round.ask(admin, patience));
            if (!hasHeir && !isForced) {
                throw new RefusedException(
                        admin.self().name()
                                + " is the last ready member that is not drained: clients would have nobody to go to",
                        Optional.empty(),
                        "see to the others first: quorumgate status",
                        true);
            }
            boolean before = admin.setDrained(true);
            while (hasHeir && leads() && !patience.isOver()) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            return reply(before);
        }
        return reply(admin.setDrained(false));
    }

    private SetDrainedReply reply(boolean before) {
        return SetDrainedReply.newBuilder()
                .setWasDrained(before)
                .setLeader(admin.leader().map(MemberRef::name).orElse(""))
                .build();
    }

    private boolean leads() {
        return admin.leader()
                .filter(leader -> leader.id().equals(admin.self().id()))
                .isPresent();
    }

    private boolean hasReadyOther(ClusterView view) {
        return view.configuration().voters().stream()
                .filter(voter -> !voter.id().equals(admin.self().id()))
                .flatMap(voter -> view.of(voter.id()).stream())
                .anyMatch(report -> !report.drained() && report.unreadyBecause().isEmpty());
    }
}
