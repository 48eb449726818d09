package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Hash64;
import java.util.List;

/**
 * One group: its times and the names of its families; the families themselves are kept by name ({@link NamedFamily}).
 *
 * @param since sequence number of the command that created it
 * @param pushTimeNanos when a push last succeeded, Unix nanoseconds; 0 for never
 * @param failure when and why a push last failed
 * @param sources who replaced it last
 * @param familyNames names of the families it holds, sorted, without those of {@link TimeFamilies}
 */
public record Group(
        GroupingKey key, long since, long pushTimeNanos, Failure failure, Sources sources, List<String> familyNames) {
    /**
     * The last refused push.
     *
     * @param timeNanos Unix nanoseconds; 0 for never
     * @param reason what the client was told, cut off at {@link #REASON_LENGTH_MAX} characters
     * @param source who had pushed
     */
    public record Failure(long timeNanos, String reason, String source) {
        public static final int REASON_LENGTH_MAX = 2000;

        public static final Failure NEVER = new Failure(0, "", "");

        public Failure {
            reason = Reasons.cut(reason, REASON_LENGTH_MAX);
        }
    }

    public Group {
        familyNames = List.copyOf(familyNames);
    }

    /** Whether a push has succeeded since one last failed; also when none ever did either. */
    public boolean isLastPushSuccessful() {
        return failure.timeNanos <= pushTimeNanos;
    }

    /** The same with other instances of equal names. */
    Group withNames(List<String> equalNames) {
        return new Group(key, since, pushTimeNanos, failure, sources, equalNames);
    }

    Group with(Failure next) {
        return new Group(key, since, pushTimeNanos, next, sources, familyNames);
    }

    /**
     * Its part of the state hash; its families have their own. Without the failure's reason, which a later version may put
     * in other words, and without the sources, which an earlier one does not know.
     */
    long hash() {
        long hash = Hash64.mix(Hash64.mix(key.hash64(), since), pushTimeNanos);
        hash = Hash64.mix(hash, failure.timeNanos);
        return Hash64.mix(hash, Hash64.of(failure.source));
    }
}
