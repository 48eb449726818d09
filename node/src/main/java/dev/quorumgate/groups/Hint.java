package dev.quorumgate.groups;

/** Something that was noticed while a command was accepted, and that whoever sent it may not have meant. */
public sealed interface Hint {
    /**
     * A deletion found no group with exactly its labels.
     *
     * @param groupsOfJob how many groups have the same job; counted up to {@link #GROUPS_OF_JOB_MAX}
     */
    record NoSuchGroup(int groupsOfJob) implements Hint {
        public static final int GROUPS_OF_JOB_MAX = 1000;
    }

    /**
     * Two hosts take turns in replacing a group.
     *
     * @param otherHost the one that did it before
     */
    record AlternatingSources(String otherHost) implements Hint {}
}
