package dev.quorumgate.raft;

import dev.quorumgate.cluster.GroupDigest;
import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.tree.Leaf;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The hash of each group of a view, in the order of their keys; computed one by one. */
final class GroupDigests implements Iterator<GroupDigest> {
    private final Groups view;
    private final Iterator<Leaf<GroupingKey, Group>> leaves;
    private @Nullable Leaf<GroupingKey, Group> leaf;
    private int next;

    GroupDigests(Groups view) {
        this.view = view;
        this.leaves = view.byKey().iterator();
    }

    @Override
    public boolean hasNext() {
        while ((leaf == null || next == leaf.size()) && leaves.hasNext()) {
            leaf = leaves.next();
            next = 0;
        }
        return leaf != null && next < leaf.size();
    }

    @Override
    public GroupDigest next() {
        if (!hasNext() || leaf == null) {
            throw new NoSuchElementException();
        }
        GroupingKey key = leaf.key(next++);
        return new GroupDigest(key.encoded(), view.digest(key));
    }
}
