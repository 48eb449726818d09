package dev.quorumgate.differential;

import java.util.List;
import java.util.stream.Stream;

/** Every deliberate difference from the Pushgateway that requests can show. */
public final class KnownDifferences {
    public static final List<KnownDifference> TABLE = Stream.of(
                    PathDifferences.TABLE, BodyDifferences.TABLE, StateDifferences.TABLE, AnswerDifferences.TABLE)
            .flatMap(List::stream)
            .toList();

    private KnownDifferences() {}
}
