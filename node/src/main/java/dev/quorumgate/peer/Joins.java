package dev.quorumgate.peer;

import dev.quorumgate.cluster.JoinAnswer;
import dev.quorumgate.cluster.Newcomer;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.proto.peer.JoinReply;
import dev.quorumgate.proto.peer.JoinRequest;
import java.util.Optional;

/** Questions of nodes that want to be taken in, and the answers, as messages and as values. */
final class Joins {
    private Joins() {}

    static JoinRequest request(Newcomer newcomer, boolean forwarded) {
        return JoinRequest.newBuilder()
                .setClusterId(newcomer.clusterId())
                .setNode(Reports.message(newcomer.node()))
                .setIncarnation(newcomer.incarnation())
                .setFormerly(newcomer.formerly().map(PeerId::toString).orElse(""))
                .setVersion(newcomer.version())
                .setLogFormatMax(newcomer.logFormatMax())
                .setStoreFormatMax(newcomer.storeFormatMax())
                .setReady(newcomer.ready())
                .setForwarded(forwarded)
                .build();
    }

    /** @throws IllegalArgumentException if an id in it is none */
    static Newcomer newcomer(JoinRequest request) {
        return new Newcomer(
                request.getClusterId(),
                Reports.member(request.getNode()),
                request.getIncarnation(),
                request.getFormerly().isEmpty() ? Optional.empty() : Optional.of(PeerId.of(request.getFormerly())),
                request.getVersion(),
                request.getLogFormatMax(),
                request.getStoreFormatMax(),
                request.getReady());
    }

    static JoinReply reply(JoinAnswer answer) {
        JoinReply.Builder reply = JoinReply.newBuilder();
        if (answer instanceof JoinAnswer.Wait wait) {
            reply.getWaitingBuilder()
                    .setClusterId(wait.clusterId())
                    .addAllMembers(wait.members().stream().map(Reports::message).toList())
                    .setNextStep(wait.nextStep());
        } else if (answer instanceof JoinAnswer.Member member) {
            reply.setMemberSince(member.configurationIndex());
        } else if (answer instanceof JoinAnswer.Refused refused) {
            reply.setRefused(refused.reason());
        }
        return reply.build();
    }

    static JoinAnswer answer(JoinReply reply) {
        return switch (reply.getAnswerCase()) {
            case WAITING ->
                new JoinAnswer.Wait(
                        reply.getWaiting().getClusterId(),
                        reply.getWaiting().getMembersList().stream()
                                .map(Reports::member)
                                .toList(),
                        reply.getWaiting().getNextStep());
            case MEMBER_SINCE -> new JoinAnswer.Member(reply.getMemberSince());
            case REFUSED -> new JoinAnswer.Refused(reply.getRefused());
            case ANSWER_NOT_SET -> throw new IllegalArgumentException("an answer that this version does not know");
        };
    }
}
