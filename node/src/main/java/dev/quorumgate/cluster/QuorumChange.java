package dev.quorumgate.cluster;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a change of the members does to the majority.
 *
 * @param votersAfter their names
 */
public record QuorumChange(QuorumSafety before, QuorumSafety after, List<String> votersAfter) {
    public QuorumChange {
        votersAfter = List.copyOf(votersAfter);
    }

    /** Of the change from one configuration to another one. */
    public static QuorumChange of(Configuration before, Configuration after, Predicate<PeerId> isSound) {
        return new QuorumChange(
                QuorumSafety.of(before.voters(), isSound),
                QuorumSafety.of(after.voters(), isSound),
                after.voters().stream().map(MemberRef::name).toList());
    }

    /** How a change is judged. */
    public enum Verdict {
        SAFE,
        /** The next failure would stop the cluster, and would not have before. */
        ENDANGERS,
        /** Nothing could be stored any more. */
        LOSES
    }

    public Verdict verdict() {
        if (after.voters() == 0 || after.tolerance() < 0) {
            return Verdict.LOSES;
        }
        return after.tolerance() < before.tolerance() && after.tolerance() < 1 ? Verdict.ENDANGERS : Verdict.SAFE;
    }

    /** Whether an operator who insists may have it: a cluster without voters is none. */
    public boolean mayBeForced() {
        return after.voters() > 0;
    }

    /** What an operator should know of a change that is safe. */
    public Optional<String> note() {
        if (before.voters() == 1 && after.voters() == 2) {
            return Optional.of("from now on losing either voter stops the cluster; go on to three");
        }
        if (after.voters() > before.voters() && after.voters() % 2 == 0) {
            return Optional.of(after.voters() + " voters tolerate no more losses than " + before.voters()
                    + "; go on to " + (after.voters() + 1));
        }
        return Optional.empty();
    }
}
