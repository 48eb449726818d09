package dev.quorumgate.groups;

import dev.quorumgate.model.FamilyMetadata;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Hash64;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.tree.Slot;
import dev.quorumgate.tree.SortedTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One family name as seen across all groups. Immutable.
 *
 * <p>All groups hold a name with the same type unless pushes went unchecked. Then the type that came first is exposed; the
 * others are held back until it is gone.
 */
public final class NamedFamily {
    /**
     * The groups that hold the name with one type.
     *
     * @param since sequence number of the command that brought the type
     * @param byKey what each of these groups holds; empty only while a store is being loaded
     * @param rivalled how many of them are withheld because others hold their series for longer
     */
    public record Holders(MetricType type, long since, SortedTree<GroupingKey, HeldFamily> byKey, int rivalled) {
        static Holders none(MetricType type, long since) {
            return new Holders(type, since, SortedTree.empty(Comparator.naturalOrder()), 0);
        }

        /** With other holders; {@code before} and {@code after} are what changes in them. */
        Holders with(
                SortedTree<GroupingKey, HeldFamily> next, @Nullable HeldFamily before, @Nullable HeldFamily after) {
            return new Holders(type, since, next, rivalled - count(before) + count(after));
        }

        private static int count(@Nullable HeldFamily held) {
            return held != null && held.isWithheld() ? 1 : 0;
        }
    }

    private final String name;
    private final Optional<String> help;
    private final Optional<String> unit;
    private final List<Holders> holders;
    private final int earlierCollisions;
    private final @Nullable FamilyMetadata recentMetadata;

    private NamedFamily(
            String name,
            Optional<String> help,
            Optional<String> unit,
            List<Holders> holders,
            int earlierCollisions,
            @Nullable FamilyMetadata recentMetadata) {
        this.name = name;
        this.help = help;
        this.unit = unit;
        this.holders = holders;
        this.earlierCollisions = earlierCollisions;
        this.recentMetadata = recentMetadata;
    }

    static NamedFamily empty(String name) {
        return new NamedFamily(name, Optional.empty(), Optional.empty(), List.of(), 0, null);
    }

    /** A name as it was stored, its groups still to be added. */
    static NamedFamily restored(String name, Optional<String> help, Optional<String> unit, List<Holders> holders) {
        return new NamedFamily(name, help, unit, List.copyOf(holders), 0, null);
    }

    public String name() {
        return name;
    }

    /** The help text to expose: that of the latest push, by log order, that gave one that is not empty. */
    public Optional<String> help() {
        return help;
    }

    /** The unit to expose, chosen like the help text. */
    public Optional<String> unit() {
        return unit;
    }

    /** The groups by type, in the order in which the types came; never empty in a view. */
    public List<Holders> holders() {
        return holders;
    }

    /** The groups whose families are exposed. */
    public Holders exposed() {
        return holders.get(0);
    }

    /**
     * Whether the whole name is kept out of the exposition, because an earlier name would expose a line of the same name
     * ({@code x_count} beside a histogram {@code x}). Only after unchecked pushes.
     */
    public boolean isWithheld() {
        return earlierCollisions > 0;
    }

    /** How many groups hold the name without being seen in the exposition. Only after unchecked pushes. */
    public long withheldCount() {
        long withheld = isWithheld() ? exposed().byKey.size() : exposed().rivalled;
        for (Holders others : holders.subList(1, holders.size())) {
            withheld += others.byKey.size();
        }
        return withheld;
    }

    boolean isEmpty() {
        return holders.isEmpty();
    }

    /**
     * What a group holds under the name, and where it is kept.
     *
     * @param position of its type among the holders
     */
    record Found(HeldFamily held, int position, Slot<GroupingKey, HeldFamily> slot) {}

    @Nullable
    Found find(GroupingKey key) {
        for (int i = 0; i < holders.size(); i++) {
            Slot<GroupingKey, HeldFamily> slot = holders.get(i).byKey.slot(key);
            HeldFamily held = slot.value();
            if (held != null) {
                return new Found(held, i, slot);
            }
        }
        return null;
    }

    @Nullable
    HeldFamily heldBy(GroupingKey key) {
        Found found = find(key);
        return found == null ? null : found.held;
    }

    /** With {@code next}, which is of the same type, in place of what was found in this very family. */
    NamedFamily replacing(Found found, HeldFamily next) {
        Holders same = holders.get(found.position);
        Holders updated = same.with(found.slot.with(next), found.held, next);
        List<Holders> all = holders.size() == 1 ? List.of(updated) : replaced(found.position, updated);
        return new NamedFamily(
                name, help, unit, all, earlierCollisions, next.family().metadata());
    }

    private List<Holders> replaced(int position, Holders updated) {
        List<Holders> all = new ArrayList<>(holders);
        all.set(position, updated);
        return List.copyOf(all);
    }

    /** The groups that hold the name with {@code type}; none when there are none. */
    SortedTree<GroupingKey, HeldFamily> holdersOf(MetricType type) {
        for (Holders each : holders) {
            if (each.type == type) {
                return each.byKey;
            }
        }
        return SortedTree.empty(Comparator.naturalOrder());
    }

    /** The same family with metadata that it shares with others, where equal ones are at hand. */
    MetricFamily sharing(MetricFamily family, @Nullable Found before) {
        if (before != null && before.held.family().metadata().equals(family.metadata())) {
            return family.withMetadata(before.held.family().metadata());
        }
        return recentMetadata != null && recentMetadata.equals(family.metadata())
                ? family.withMetadata(recentMetadata)
                : family;
    }

    /** With {@code key} holding {@code held}, which is of the type it had before, if it held the name. */
    NamedFamily with(GroupingKey key, HeldFamily held, long sequence) {
        List<Holders> next = new ArrayList<>(holders);
        int position = positionOf(held.family().type());
        if (position < 0) {
            position = next.size();
            next.add(Holders.none(held.family().type(), sequence));
        }
        Holders same = next.get(position);
        next.set(position, same.with(same.byKey.with(key, held), same.byKey.get(key), held));
        return new NamedFamily(
                name,
                help,
                unit,
                List.copyOf(next),
                earlierCollisions,
                held.family().metadata());
    }

    /** Without what {@code key} holds with {@code type}. */
    NamedFamily without(GroupingKey key, MetricType type) {
        List<Holders> next = new ArrayList<>(holders);
        int position = positionOf(type);
        Holders same = next.get(position);
        SortedTree<GroupingKey, HeldFamily> rest = same.byKey.without(key);
        if (rest.isEmpty()) {
            next.remove(position);
        } else {
            next.set(position, same.with(rest, same.byKey.get(key), null));
        }
        return new NamedFamily(name, help, unit, List.copyOf(next), earlierCollisions, recentMetadata);
    }

    /** With the help text and unit of a push, where it gave them. */
    NamedFamily described(FamilyMetadata pushed) {
        Optional<String> newHelp = pushed.help().filter(text -> !text.isEmpty()).or(() -> help);
        Optional<String> newUnit = pushed.unit().filter(text -> !text.isEmpty()).or(() -> unit);
        if (newHelp.equals(help) && newUnit.equals(unit)) {
            return this;
        }
        return new NamedFamily(name, newHelp, newUnit, holders, earlierCollisions, recentMetadata);
    }

    int earlierCollisions() {
        return earlierCollisions;
    }

    NamedFamily withEarlierCollisions(int count) {
        return new NamedFamily(name, help, unit, holders, count, recentMetadata);
    }

    /** Whether both are exposed with the same type for the same time. */
    boolean isExposedLike(NamedFamily other) {
        return !isEmpty()
                && !other.isEmpty()
                && exposed().type == other.exposed().type
                && exposed().since == other.exposed().since;
    }

    /** Whether what is stored under the name itself, beside its families, differs. */
    boolean differsInRecord(NamedFamily other) {
        if (!help.equals(other.help) || !unit.equals(other.unit) || holders.size() != other.holders.size()) {
            return true;
        }
        for (int i = 0; i < holders.size(); i++) {
            if (holders.get(i).type != other.holders.get(i).type
                    || holders.get(i).since != other.holders.get(i).since) {
                return true;
            }
        }
        return false;
    }

    /** Its part of the state hash; the families have their own. */
    long hash() {
        long hash = Hash64.mix(Hash64.mix(Hash64.of(name), help), unit);
        for (Holders each : holders) {
            hash = Hash64.mix(Hash64.mix(hash, each.type.number()), each.since);
        }
        return hash;
    }

    private int positionOf(MetricType type) {
        for (int i = 0; i < holders.size(); i++) {
            if (holders.get(i).type == type) {
                return i;
            }
        }
        return -1;
    }
}
