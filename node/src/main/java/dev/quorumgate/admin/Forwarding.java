package dev.quorumgate.admin;

import dev.quorumgate.cluster.ClusterAdmin;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.NotLeaderException;
import dev.quorumgate.cluster.SilentMemberException;
import dev.quorumgate.rpc.ForwardedOnce;
import dev.quorumgate.rpc.Outbox;
import dev.quorumgate.rpc.RpcChannels;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/** Has calls done where they must be done: by the leader, or by a certain member. Once: who is handed a call does it or refuses. */
final class Forwarding {
    /** To find a leader that a majority confirms; an election takes no longer. */
    private static final Duration LEADER_PATIENCE = Duration.ofSeconds(3);

    private static final long PAUSE_MILLIS = 50;

    private final ClusterAdmin admin;
    private final RpcChannels channels;

    Forwarding(ClusterAdmin admin, RpcChannels channels) {
        this.admin = admin;
        this.channels = channels;
    }

    /** Work, here or at another node. */
    interface Place<R> {
        R run(MemberRef member, boolean isHere) throws Exception;
    }

    /** Has a call answered by the leader; looks for the next one when leadership moves in between. */
    <Q, A> A byLeader(MethodDescriptor<Q, A> method, Q request, Patience patience, RpcBudget.Work<A> here)
            throws Exception {
        return atLeader(
                patience, (leader, isHere) -> isHere ? here.run(patience) : call(leader, method, request, patience));
    }

    /** As {@link #byLeader}, for calls that answer with several messages. */
    <Q, A> void streamedByLeader(
            MethodDescriptor<Q, A> method, Q request, Patience patience, Outbox<A> out, RpcBudget.StreamingWork<A> here)
            throws Exception {
        atLeader(patience, (leader, isHere) -> {
            if (isHere) {
                here.run(patience, out);
            } else {
                pipe(leader, method, request, patience, out);
            }
            return true;
        });
    }

    /** Has a call answered by the member of a name. */
    <Q, A> A by(String name, MethodDescriptor<Q, A> method, Q request, Patience patience, RpcBudget.Work<A> here)
            throws Exception {
        MemberRef member = member(name);
        return member.id().equals(admin.self().id()) ? here.run(patience) : call(member, method, request, patience);
    }

    boolean isSelf(String name) {
        return admin.self().name().equals(name);
    }

    /** The member of a name. */
    MemberRef member(String name) {
        if (isSelf(name)) {
            return admin.self();
        }
        return admin.configuration()
                .named(name)
                .orElseThrow(() -> Errors.notFound("there is no member '" + name + "'; there are: "
                        + String.join(
                                ", ",
                                admin.configuration().all().stream()
                                        .map(MemberRef::name)
                                        .toList())));
    }

    /** Has a member answer a call. */
    <Q, A> A call(MemberRef member, MethodDescriptor<Q, A> method, Q request, Patience patience)
            throws SilentMemberException {
        try {
            return ClientCalls.blockingUnaryCall(channel(member), method, options(patience), request);
        } catch (StatusRuntimeException e) {
            throw told(member, e);
        }
    }

    /** Hands the answers of a member on. */
    <Q, A> void pipe(MemberRef member, MethodDescriptor<Q, A> method, Q request, Patience patience, Outbox<A> out)
            throws SilentMemberException, InterruptedException {
        try {
            Iterator<A> answers =
                    ClientCalls.blockingServerStreamingCall(channel(member), method, options(patience), request);
            while (answers.hasNext()) {
                out.send(answers.next());
            }
        } catch (StatusRuntimeException e) {
            throw told(member, e);
        }
    }

    private <R> R atLeader(Patience patience, Place<R> work) throws Exception {
        boolean isForwarded = ForwardedOnce.isForwarded();
        while (true) {
            MemberRef leader = isForwarded
                    ? admin.leader().orElseThrow(Forwarding::changed)
                    : patience.await(admin.confirmedLeader(patience.upTo(LEADER_PATIENCE)));
            boolean isHere = leader.id().equals(admin.self().id());
            if (isForwarded && !isHere) {
                throw changed();
            }
            try {
                return work.run(leader, isHere);
            } catch (NotLeaderException e) {
                if (isForwarded || patience.isOver()) {
                    throw e;
                }
            } catch (StatusRuntimeException e) {
                if (!Errors.isNotLeader(e) || patience.isOver()) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private Channel channel(MemberRef member) {
        return ForwardedOnce.marking(
                channels.to(member.adminAddress()),
                admin.self().id().toString(),
                member.id().toString());
    }

    private static CallOptions options(Patience patience) {
        return CallOptions.DEFAULT.withDeadlineAfter(patience.left().toNanos(), TimeUnit.NANOSECONDS);
    }

    private static NotLeaderException changed() {
        return new NotLeaderException("the leader has changed; ask again");
    }

    /** What the other node said, as it said it; or that it said nothing, or that it fell silent with the call in its hands. */
    private static StatusRuntimeException told(MemberRef member, StatusRuntimeException failure)
            throws SilentMemberException {
        Status status = failure.getStatus();
        if (status.getCode() != Status.Code.UNAVAILABLE || status.getCause() == null) {
            return failure;
        }
        if (!RpcChannels.wasNeverSent(status)) {
            return Status.DEADLINE_EXCEEDED
                    .withDescription(
                            "the connection to " + member.name() + " broke off; nobody knows whether it was done")
                    .asRuntimeException();
        }
        throw new SilentMemberException(
                member.name(),
                member.adminAddress(),
                member.name() + " at " + member.adminAddress() + " does not answer: " + status.getDescription());
    }
}
