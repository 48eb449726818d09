package dev.quorumgate.groups;

import java.util.Optional;

/** The replicated decision on one command. */
public sealed interface Outcome {
    /** Done, with nothing to tell. */
    Outcome ACCEPTED = new Accepted(0, Optional.empty());

    /**
     * Done.
     *
     * @param deletedGroups how many groups a deletion or wipe removed
     */
    record Accepted(long deletedGroups, Optional<Hint> hint) implements Outcome {}

    /** What kind of reason a command was refused for. */
    enum Cause {
        /** It contradicts itself, or what is stored. */
        INCONSISTENT,
        /** More would be stored than may be, or to find what to delete takes too long. */
        LIMIT
    }

    /**
     * Refused; at most the failure time and reason of one group changed.
     *
     * @param reason what is wrong, in the original's words first; no line feed at the end
     * @param position of the refused push among those of its command, from 0
     */
    record Rejected(Cause cause, String reason, int position) implements Outcome {
        /** What the original says before the reason; people search for it. */
        public static final String WORDS = "pushed metrics are invalid or inconsistent with existing metrics";
    }

    /**
     * Another number of groups matched than a deletion expected; nothing was deleted.
     *
     * @param matching how many match
     */
    record UnexpectedCount(long matching) implements Outcome {}
}
