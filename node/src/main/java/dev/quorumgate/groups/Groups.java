package dev.quorumgate.groups;

import dev.quorumgate.model.CodePointOrder;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Hash64;
import dev.quorumgate.tree.Leaf;
import dev.quorumgate.tree.SortedTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All groups as of one log entry: the view. Immutable, shares structure with the views before and after it, and readers may
 * hold it as long as they like.
 *
 * <p>Groups are held by key, their families by name, because the exposition is by name.
 */
public final class Groups {
    /** Before the first log entry. */
    public static final Groups EMPTY = new Groups(
            new Position(-1, 0, 0, 0),
            0,
            SortedTree.empty(Comparator.naturalOrder()),
            SortedTree.empty(CodePointOrder.INSTANCE),
            LabelNameSets.EMPTY);

    /**
     * Where in the history a view stands.
     *
     * @param appliedIndex index of the last log entry applied; -1 before the first
     * @param sequence number of commands applied since the cluster began; each push among several counts
     * @param timeNanos latest time seen in an entry, Unix nanoseconds
     * @param stateHash of all that is stored
     */
    public record Position(long appliedIndex, long sequence, long timeNanos, long stateHash) {
        /**
         * What replicas compare: equal on two of them at the same applied index, or they have diverged. The sequence and the
         * time are part of it, since what comes next depends on them.
         */
        public long comparableHash() {
            return Hash64.mix(Hash64.mix(stateHash, sequence), timeNanos);
        }
    }

    private final Position position;
    private final long seriesCount;
    private final SortedTree<GroupingKey, Group> byKey;
    private final SortedTree<String, NamedFamily> byName;
    private final LabelNameSets labelNameSets;

    Groups(
            Position position,
            long seriesCount,
            SortedTree<GroupingKey, Group> byKey,
            SortedTree<String, NamedFamily> byName,
            LabelNameSets labelNameSets) {
        this.position = position;
        this.seriesCount = seriesCount;
        this.byKey = byKey;
        this.byName = byName;
        this.labelNameSets = labelNameSets;
    }

    public Position position() {
        return position;
    }

    /** Metrics held by all groups, withheld ones and the two times of each group included; a histogram counts as one. */
    public long seriesCount() {
        return seriesCount;
    }

    /** All groups, in the order of their keys. */
    public SortedTree<GroupingKey, Group> byKey() {
        return byKey;
    }

    /** All families by name, those of {@link TimeFamilies} included. */
    public SortedTree<String, NamedFamily> byName() {
        return byName;
    }

    /** Families that groups hold and that are kept out of the exposition, since they contradict earlier ones; looks at each name. */
    public long withheldCount() {
        long withheld = 0;
        for (Leaf<String, NamedFamily> leaf : byName) {
            for (int i = 0; i < leaf.size(); i++) {
                withheld += leaf.value(i).withheldCount();
            }
        }
        return withheld;
    }

    LabelNameSets labelNameSets() {
        return labelNameSets;
    }

    /** What a group holds under a name. */
    public Optional<HeldFamily> family(GroupingKey key, String name) {
        NamedFamily named = byName.get(name);
        return named == null ? Optional.empty() : Optional.ofNullable(named.heldBy(key));
    }

    /** A hash of all that is stored of one group, equal on all nodes that hold the same of it; 0 when there is none. */
    public long digest(GroupingKey key) {
        Group group = byKey.get(key);
        if (group == null) {
            return 0;
        }
        long digest = group.hash();
        for (String name : group.familyNames()) {
            Optional<HeldFamily> held = family(key, name);
            digest = Hash64.mix(digest, held.isPresent() ? held.get().hash(key) : 0);
        }
        return digest;
    }

    /**
     * The view after {@code batch}. Pure and total: a refused command is an outcome, not an exception.
     *
     * @throws IllegalArgumentException if the entry is already part of this view: a fault of the caller
     */
    public Transition apply(Batch batch) {
        if (batch.index() <= position.appliedIndex) {
            throw new IllegalArgumentException(
                    "log entry " + batch.index() + " is already applied, at " + position.appliedIndex);
        }
        long timeNanos = Math.max(position.timeNanos, batch.proposedAtNanos());
        Draft draft = new Draft(this);
        Interpreter interpreter = new Interpreter(draft, position.sequence, timeNanos);
        List<Outcome> outcomes = new ArrayList<>(batch.commands().size());
        for (Command command : batch.commands()) {
            outcomes.add(interpreter.apply(command));
        }
        Groups next = draft.view(batch.index(), interpreter.sequence(), timeNanos);
        return new Transition(next, outcomes, draft.changes());
    }

    /** The same groups at a later index, for log entries that concern Raft alone. */
    public Groups at(long appliedIndex) {
        return new Groups(
                new Position(appliedIndex, position.sequence, position.timeNanos, position.stateHash),
                seriesCount,
                byKey,
                byName,
                labelNameSets);
    }
}
