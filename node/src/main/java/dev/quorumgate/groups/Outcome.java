package dev.quorumgate.groups;

/** The replicated decision on one command. */
public sealed interface Outcome {
    Outcome ACCEPTED = new Accepted();

    record Accepted() implements Outcome {}

    /**
     * Refused; at most the group's failure time and reason changed.
     *
     * @param reason what is wrong, in the original's words first; no line feed at the end
     */
    record Rejected(String reason) implements Outcome {}
}
