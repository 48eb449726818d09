package dev.quorumgate.admin;

import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.Membership;
import dev.quorumgate.cluster.Membership.ChangeProgress;
import dev.quorumgate.cluster.QuorumChange;
import dev.quorumgate.peer.Reports;
import dev.quorumgate.proto.admin.MemberProgress;
import dev.quorumgate.rpc.Outbox;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A change of the members on its way, told to who asked for it. It goes on when nobody listens any more. */
final class ChangeRun {
    private static final long TELL_MILLIS = 250;

    private final Membership membership;

    ChangeRun(Membership membership) {
        this.membership = membership;
    }

    /** @param note for people, when it is done; empty for none */
    void run(
            Configuration from,
            Configuration to,
            String why,
            MemberRef coming,
            QuorumChange quorum,
            String note,
            Patience patience,
            Outbox<MemberProgress> out)
            throws Exception {
        AtomicReference<@Nullable ChangeProgress> latest = new AtomicReference<>();
        CompletableFuture<Long> changed = membership.change(from, to, why, latest::set);
        while (!isDone(changed)) {
            ChangeProgress now = latest.getAndSet(null);
            if (now != null) {
                out.send(message(now, coming));
            }
            if (patience.isOver()) {
                throw new TimeoutException("the change goes on; look with: quorumgate member list");
            }
        }
        patience.await(changed); // for what it failed with
        out.send(MemberProgress.newBuilder()
                .setPhase(MemberProgress.Phase.DONE)
                .setMember(Reports.message(coming))
                .setLeaderIndex(changed.join())
                .setMemberIndex(-1)
                .setQuorum(Quorums.message(quorum))
                .setNote(note)
                .build());
    }

    private static boolean isDone(CompletableFuture<Long> changed) throws InterruptedException {
        try {
            changed.get(TELL_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static MemberProgress message(ChangeProgress progress, MemberRef coming) {
        return MemberProgress.newBuilder()
                .setPhase(
                        progress.phase() == ChangeProgress.Phase.CATCHING_UP
                                ? MemberProgress.Phase.CATCHING_UP
                                : MemberProgress.Phase.COMMITTING)
                .setMember(Reports.message(coming))
                .setLeaderIndex(progress.leaderIndex())
                .setMemberIndex(progress.memberIndex())
                .build();
    }
}
