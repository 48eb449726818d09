package dev.quorumgate.groups;

import java.util.List;

/**
 * What a batch does.
 *
 * @param next the view after it
 * @param outcomes one for each command, in their order
 * @param changes the records to write, in order
 */
public record Transition(Groups next, List<Outcome> outcomes, List<Change> changes) {}
