package dev.quorumgate.raft;

import com.google.protobuf.ByteString;
import dev.quorumgate.groups.Hint;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.proto.log.Outcomes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Outcomes of the commands of an entry: to bytes and back. Ratis keeps each reply for a while, so they are small. */
final class OutcomeCodec {
    private OutcomeCodec() {}

    static byte[] encode(List<Outcome> outcomes) {
        Outcomes.Builder encoded = Outcomes.newBuilder();
        outcomes.forEach(outcome -> encoded.addOutcomes(encode(outcome)));
        return encoded.build().toByteArray();
    }

    /**
     * What the leader made with {@link #encode}.
     *
     * @throws IOException if these are not the outcomes of so many commands
     */
    static List<Outcome> decode(ByteString bytes, int commands) throws IOException {
        Outcomes encoded = Outcomes.parseFrom(bytes);
        if (encoded.getOutcomesCount() != commands) {
            throw new IOException(encoded.getOutcomesCount() + " outcomes for " + commands + " commands");
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (dev.quorumgate.proto.log.Outcome one : encoded.getOutcomesList()) {
            outcomes.add(decode(one));
        }
        return outcomes;
    }

    private static dev.quorumgate.proto.log.Outcome encode(Outcome outcome) {
        dev.quorumgate.proto.log.Outcome.Builder encoded = dev.quorumgate.proto.log.Outcome.newBuilder();
        if (outcome instanceof Outcome.Rejected rejected) {
            encoded.setRejectedBecause(rejected.reason())
                    .setRejectedCause(
                            switch (rejected.cause()) {
                                case INCONSISTENT -> dev.quorumgate.proto.log.Outcome.Cause.INCONSISTENT;
                                case LIMIT -> dev.quorumgate.proto.log.Outcome.Cause.LIMIT;
                            })
                    .setRejectedPosition(rejected.position());
        } else if (outcome instanceof Outcome.UnexpectedCount unexpected) {
            encoded.setUnexpectedCount(unexpected.matching());
        } else if (outcome instanceof Outcome.Accepted accepted) {
            encoded.setDeletedGroups(accepted.deletedGroups());
            accepted.hint().ifPresent(hint -> encode(hint, encoded));
        }
        return encoded.build();
    }

    private static void encode(Hint hint, dev.quorumgate.proto.log.Outcome.Builder encoded) {
        if (hint instanceof Hint.NoSuchGroup noSuchGroup) {
            encoded.setGroupsOfJob(noSuchGroup.groupsOfJob());
        } else if (hint instanceof Hint.AlternatingSources alternating) {
            encoded.setAlternatingHost(alternating.otherHost());
        }
    }

    private static Outcome decode(dev.quorumgate.proto.log.Outcome one) {
        if (one.hasRejectedBecause()) {
            Outcome.Cause cause = one.getRejectedCause() == dev.quorumgate.proto.log.Outcome.Cause.LIMIT
                    ? Outcome.Cause.LIMIT
                    : Outcome.Cause.INCONSISTENT;
            return new Outcome.Rejected(cause, one.getRejectedBecause(), one.getRejectedPosition());
        }
        if (one.hasUnexpectedCount()) {
            return new Outcome.UnexpectedCount(one.getUnexpectedCount());
        }
        return new Outcome.Accepted(
                one.getDeletedGroups(),
                switch (one.getHintCase()) {
                    case GROUPS_OF_JOB -> Optional.of(new Hint.NoSuchGroup(one.getGroupsOfJob()));
                    case ALTERNATING_HOST -> Optional.of(new Hint.AlternatingSources(one.getAlternatingHost()));
                    case HINT_NOT_SET -> Optional.empty();
                });
    }
}
