package dev.quorumgate.recovery;

import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.LogPlace;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.cluster.QuorumSafety;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a new cluster would be made of, and what would be lost.
 *
 * @param surveys of all folders, in the order in which they were given
 * @param best the one whose log goes furthest; of those that go equally far, the one whose node has the first name
 * @param configuration the members, by the best; if that is damaged, by the folder that knows the latest
 * @param intact voters whose folder is here, without damage; while voters are exchanged, of those before and those after
 * @param missing voters whose folder is not here, or is damaged
 */
public record RecoveryPlan(
        List<Survey> surveys,
        Survey best,
        Configuration configuration,
        List<MemberRef> intact,
        List<MemberRef> missing) {
    /** Of one folder or more, each of another node. */
    static RecoveryPlan of(List<Survey> surveys) throws RefusedForSafetyException {
        requireOneCluster(surveys);
        Survey best = surveys.stream()
                .max(Comparator.comparing(Survey::last)
                        .thenComparing(survey -> survey.identity().node(), Comparator.reverseOrder()))
                .orElseThrow(() -> new RefusedForSafetyException("no data folder was given"));
        Configuration configuration = best.damage().isEmpty()
                ? best.configuration() // the others may have one that a leader could not get through
                : surveys.stream()
                        .map(Survey::configuration)
                        .max(Comparator.comparingLong(Configuration::index))
                        .orElse(Configuration.NONE);
        Set<PeerId> sound = surveys.stream()
                .filter(survey -> survey.damage().isEmpty())
                .map(survey -> survey.identity().peer())
                .collect(Collectors.toCollection(TreeSet::new));
        return new RecoveryPlan(
                List.copyOf(surveys),
                best,
                configuration,
                configuration.electors().stream()
                        .filter(voter -> sound.contains(voter.id()))
                        .toList(),
                configuration.electors().stream()
                        .filter(voter -> !sound.contains(voter.id()))
                        .toList());
    }

    private static void requireOneCluster(List<Survey> surveys) throws RefusedForSafetyException {
        List<String> clusters = surveys.stream()
                .map(survey -> survey.identity().clusterId())
                .distinct()
                .toList();
        if (clusters.size() > 1) {
            throw new RefusedForSafetyException("the folders belong to different clusters: "
                    + surveys.stream()
                            .map(survey -> "'" + survey.folder() + "' to "
                                    + survey.identity().clusterId())
                            .collect(Collectors.joining(", "))
                    + "; name those of one cluster");
        }
    }

    /** The last entry that the new cluster would hold. */
    public LogPlace last() {
        return best.last();
    }

    /** How many voters have to hold an entry before it is acknowledged. */
    public int majority() {
        return QuorumSafety.majorityOf(configuration.voters().size());
    }

    /**
     * Whether nothing that was acknowledged can be missing. A majority held it, so one of the folders that are whole does, if
     * they are too many to be left out by a majority. And a log that goes as far as one that holds an acknowledged entry
     * holds it as well: that is what elections rely on.
     */
    public boolean holdsAllAcknowledged() {
        return !configuration.voters().isEmpty() && configuration.isInEachMajority(intactIds());
    }

    /** Whether the nodes of these folders only have to be started. */
    public boolean isMajorityHere() {
        return !configuration.voters().isEmpty() && configuration.isMajority(intactIds());
    }

    private Set<PeerId> intactIds() {
        return intact.stream().map(MemberRef::id).collect(Collectors.toSet());
    }

    /** What would be lost, in a sentence. */
    public String loss() {
        if (configuration.voters().isEmpty()) {
            return "nobody can tell what is missing: no folder says who the members were";
        }
        if (isMajorityHere()) {
            return "nothing that was acknowledged: a majority of the voters is here";
        }
        String others = missing.stream().map(MemberRef::name).collect(Collectors.joining(", "));
        return holdsAllAcknowledged()
                ? "nothing that was acknowledged: of the voters that had to hold it, one at least is here"
                : "what only " + others + " held, behind entry " + last().index()
                        + "; how much, if anything, nobody can tell";
    }
}
