package dev.quorumgate.peer;

/** Hears what others tell this node while they ask it how it is. Calls may overlap. */
public interface Hearsay {
    /** Whether the leader of {@code term} refuses pushes for want of room. */
    void pushesRefused(boolean refused, long term);

    /** Whether this node holds what the majority does, as of a log index. */
    void compared(boolean holdsTheSame, long index);
}
