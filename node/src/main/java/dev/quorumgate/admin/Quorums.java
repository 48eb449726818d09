package dev.quorumgate.admin;

import dev.quorumgate.cluster.QuorumChange;
import dev.quorumgate.cluster.QuorumSafety;

/** What is said of majorities, as messages. */
final class Quorums {
    private Quorums() {}

    static dev.quorumgate.proto.admin.QuorumSafety message(QuorumSafety safety) {
        return dev.quorumgate.proto.admin.QuorumSafety.newBuilder()
                .setVoters(safety.voters())
                .setMajority(safety.majority())
                .setSoundVoters(safety.sound())
                .setTolerance(safety.tolerance())
                .build();
    }

    static dev.quorumgate.proto.admin.QuorumChange message(QuorumChange change) {
        return dev.quorumgate.proto.admin.QuorumChange.newBuilder()
                .setBefore(message(change.before()))
                .setAfter(message(change.after()))
                .addAllVotersAfter(change.votersAfter())
                .build();
    }
}
