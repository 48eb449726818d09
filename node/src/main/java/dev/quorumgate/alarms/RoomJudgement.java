package dev.quorumgate.alarms;

import dev.quorumgate.cluster.ByteCount;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.QuorumSafety;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether pushes can be stored: only if as many voters as a majority has have room and answer. A full disk in a minority
 * fails no push, since the others make up a majority.
 */
final class RoomJudgement {
    private RoomJudgement() {}

    /**
     * What is known of a voter.
     *
     * @param full whether it has raised {@code NOSPACE}
     * @param silent whether it has not been heard of for a while
     */
    record Voter(String name, boolean full, boolean silent, Optional<NodeReport.Disk> disk) {
        private String told() {
            return disk.map(known -> name + " (" + ByteCount.text(known.freeBytes()) + " free, "
                            + ByteCount.text(known.reserveBytes()) + " are to be kept free)")
                    .orElse(name);
        }
    }

    /** Why pushes are refused; empty when they are not. */
    static Optional<String> refusal(List<Voter> voters) {
        int majority = QuorumSafety.majorityOf(voters.size());
        long withRoom =
                voters.stream().filter(voter -> !voter.full && !voter.silent).count();
        List<String> full =
                voters.stream().filter(Voter::full).map(Voter::told).sorted().toList();
        List<String> silent = voters.stream()
                .filter(voter -> voter.silent && !voter.full)
                .map(Voter::name)
                .sorted()
                .toList();
        // Silence alone is no want of room: whether there is a majority, replication finds out by itself.
        if (full.isEmpty() || withRoom >= majority) {
            return Optional.empty();
        }
        return Optional.of((full.size() == 1 ? "the disk of " : "the disks of ") + String.join(", ", full)
                + (full.size() == 1 ? " is" : " are") + " nearly full"
                + (silent.isEmpty() ? "" : ", and nothing is heard of " + String.join(", ", silent))
                + "; free some space there. Scrapes and deletions go on");
    }
}
