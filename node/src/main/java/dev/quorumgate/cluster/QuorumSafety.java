package dev.quorumgate.cluster;

import java.util.Collection;
import java.util.function.Predicate;

/**
 * How safe a set of voters is.
 *
 * @param sound voters that answer, are caught up and have room on their disk
 * @param tolerance how many more voters may be lost before the majority is; negative when it is lost
 */
public record QuorumSafety(int voters, int majority, int sound, int tolerance) {
    public static QuorumSafety of(Collection<MemberRef> voters, Predicate<PeerId> isSound) {
        int majority = majorityOf(voters.size());
        int sound = (int) voters.stream().map(MemberRef::id).filter(isSound).count();
        return new QuorumSafety(voters.size(), majority, sound, sound - majority);
    }

    /** How many of so many voters are a majority. */
    public static int majorityOf(int voters) {
        return voters / 2 + 1;
    }

    /** For people. */
    public String words() {
        String counts = voters + (voters == 1 ? " voter, " : " voters, ") + sound + " sound: ";
        if (tolerance < 0) {
            return counts + "no majority, nothing can be stored";
        }
        return counts + (tolerance == 0 ? "losing one more stops the cluster" : tolerance + " more may be lost");
    }
}
