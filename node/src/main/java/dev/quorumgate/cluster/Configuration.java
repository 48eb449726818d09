package dev.quorumgate.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who belongs to the cluster, by the log. Both lists are sorted by id and have no name in common.
 *
 * @param index of the log entry that says so; -1 before there is one
 * @param nonVoters that receive the log and have no vote
 * @param formerVoters while voters are exchanged: those before, of whom a majority has to agree as well; else nobody
 */
public record Configuration(
        long index, List<MemberRef> voters, List<MemberRef> nonVoters, List<MemberRef> formerVoters) {
    /** Of a node that knows of none. */
    public static final Configuration NONE = new Configuration(-1, List.of(), List.of());

    public Configuration {
        voters = sorted(voters);
        nonVoters = sorted(nonVoters);
        formerVoters = sorted(formerVoters);
    }

    /** One that voters are not just being exchanged in. */
    public Configuration(long index, List<MemberRef> voters, List<MemberRef> nonVoters) {
        this(index, voters, nonVoters, List.of());
    }

    public List<MemberRef> all() {
        return Stream.concat(voters.stream(), nonVoters.stream())
                .sorted(Comparator.comparing(MemberRef::id))
                .toList();
    }

    public Optional<MemberRef> named(String name) {
        return all().stream().filter(member -> member.name().equals(name)).findFirst();
    }

    /** All who have a say: the voters, and the former ones. */
    public List<MemberRef> electors() {
        return Stream.concat(voters.stream(), formerVoters.stream())
                .distinct()
                .sorted(Comparator.comparing(MemberRef::id))
                .toList();
    }

    /** Whether these members are a majority of all who have a say. */
    public boolean isMajority(Set<PeerId> members) {
        return count(voters, members) >= majority(voters)
                && (formerVoters.isEmpty() || count(formerVoters, members) >= majority(formerVoters));
    }

    /** Whether no majority, neither of the voters nor of the former ones, can do without all of these members. */
    public boolean isInEachMajority(Set<PeerId> members) {
        return count(voters, members) > voters.size() - majority(voters)
                && (formerVoters.isEmpty()
                        || count(formerVoters, members) > formerVoters.size() - majority(formerVoters));
    }

    private static int majority(List<MemberRef> voters) {
        return QuorumSafety.majorityOf(voters.size());
    }

    private static long count(List<MemberRef> voters, Set<PeerId> members) {
        return voters.stream().filter(voter -> members.contains(voter.id())).count();
    }

    public boolean isVoter(PeerId id) {
        return voters.stream().anyMatch(voter -> voter.id().equals(id));
    }

    /** With one more member, that has no vote. */
    public Configuration adding(MemberRef coming) {
        return new Configuration(index, voters, plus(nonVoters, coming));
    }

    /** With a vote for one of the non-voters. */
    public Configuration promoting(MemberRef member) {
        return new Configuration(index, plus(voters, member), minus(nonVoters, member));
    }

    public Configuration without(MemberRef leaving) {
        return new Configuration(index, minus(voters, leaving), minus(nonVoters, leaving));
    }

    /** With {@code coming} in the place of {@code leaving}, whether that votes or not. */
    public Configuration replacing(MemberRef leaving, MemberRef coming) {
        Configuration rest = without(leaving);
        return isVoter(leaving.id())
                ? new Configuration(index, plus(rest.voters, coming), rest.nonVoters)
                : rest.adding(coming);
    }

    private static List<MemberRef> sorted(List<MemberRef> members) {
        return members.stream().sorted(Comparator.comparing(MemberRef::id)).toList();
    }

    private static List<MemberRef> plus(List<MemberRef> members, MemberRef one) {
        List<MemberRef> more = new ArrayList<>(members);
        more.add(one);
        return more;
    }

    private static List<MemberRef> minus(List<MemberRef> members, MemberRef one) {
        return members.stream().filter(each -> !each.id().equals(one.id())).toList();
    }
}
