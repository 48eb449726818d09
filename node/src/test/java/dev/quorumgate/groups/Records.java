package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import java.util.List;
import java.util.TreeMap;

/** A store without a disk: what the changes of a log leave behind, and the view that comes back from it. */
final class Records {
    private final TreeMap<GroupingKey, Group> groups = new TreeMap<>();
    private final TreeMap<GroupingKey, TreeMap<String, HeldFamily>> families = new TreeMap<>();
    private final TreeMap<String, NamedFamily> names = new TreeMap<>();

    void write(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.OfGroup of) {
                of.group().ifPresentOrElse(group -> groups.put(of.key(), group), () -> groups.remove(of.key()));
            } else if (change instanceof Change.OfFamily of) {
                TreeMap<String, HeldFamily> held = families.computeIfAbsent(of.key(), any -> new TreeMap<>());
                of.family().ifPresentOrElse(family -> held.put(of.name(), family), () -> held.remove(of.name()));
            } else if (change instanceof Change.OfName of) {
                of.family().ifPresentOrElse(name -> names.put(of.name(), name), () -> names.remove(of.name()));
            } else if (change instanceof Change.OfAll) {
                groups.clear();
                families.clear();
                names.clear();
            }
        }
    }

    Groups restore(Groups.Position position) {
        Restorer restorer = new Restorer();
        names.forEach((name, named) -> restorer.name(
                name,
                named.help(),
                named.unit(),
                named.holders().stream()
                        .map(each -> new Restorer.HeldType(each.type(), each.since()))
                        .toList()));
        groups.forEach((key, group) -> {
            restorer.group(group);
            families.getOrDefault(key, new TreeMap<>())
                    .forEach((name, held) ->
                            restorer.family(key, held.family(), held.heldSince(), held.pushedAtNanos()));
        });
        return restorer.finish(position);
    }
}
