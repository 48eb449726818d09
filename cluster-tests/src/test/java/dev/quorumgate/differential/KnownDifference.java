package dev.quorumgate.differential;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A difference that is meant.
 *
 * @param row how the row of the README's table "Differences from the Pushgateway" begins that tells users of it
 * @param reason why ours differs
 * @param aspects in what an answer, or what is shown then, may differ
 * @param when whether a step is such a case, and ours does what it should do instead: as narrow as can be
 * @param mode in which {@code example} shows it
 * @param example the shortest requests that show it, the last of them
 */
public record KnownDifference(
        String name,
        String row,
        String reason,
        Set<Aspect> aspects,
        Predicate<Step> when,
        Mode mode,
        List<Request> example) {
    public KnownDifference {
        aspects = Set.copyOf(aspects);
        example = List.copyOf(example);
    }

    @Override
    public String toString() {
        return name;
    }
}
