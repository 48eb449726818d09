package dev.quorumgate.scrape;

import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.HeldFamily;
import dev.quorumgate.groups.NamedFamily;
import dev.quorumgate.groups.Restorer;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.tree.Leaf;

/** An equal view in other trees, so that nothing is rendered yet. */
final class TestRestore {
    private TestRestore() {}

    static Groups copy(Groups groups) {
        Restorer restorer = new Restorer();
        groups.byName()
                .forEachEntry((name, named) -> restorer.name(
                        name,
                        named.help(),
                        named.unit(),
                        named.holders().stream()
                                .map(each -> new Restorer.HeldType(each.type(), each.since()))
                                .toList()));
        groups.byKey().forEachEntry((key, group) -> restorer.group(group));
        for (Leaf<String, NamedFamily> leaf : groups.byName()) {
            for (int i = 0; i < leaf.size(); i++) {
                if (!leaf.key(i).startsWith("push_")) {
                    restoreAll(leaf.value(i), restorer);
                }
            }
        }
        return restorer.finish(groups.position());
    }

    private static void restoreAll(NamedFamily named, Restorer restorer) {
        for (NamedFamily.Holders holders : named.holders()) {
            for (Leaf<GroupingKey, HeldFamily> leaf : holders.byKey()) {
                for (int i = 0; i < leaf.size(); i++) {
                    HeldFamily held = leaf.value(i);
                    restorer.family(leaf.key(i), held.family(), held.heldSince(), held.pushedAtNanos());
                }
            }
        }
    }
}
