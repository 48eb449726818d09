package dev.quorumgate.scrape;

import dev.quorumgate.exposition.ByteBuilder;
import dev.quorumgate.exposition.TextEncoder;
import dev.quorumgate.groups.HeldFamily;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.tree.Leaf;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** The sample lines of one leaf of a family, and their compressed form once it was asked for. Kept with the leaf. */
final class RenderedLeaf {
    private final byte[] text;
    private volatile @Nullable Piece piece;

    private RenderedLeaf(byte[] text) {
        this.text = text;
    }

    static RenderedLeaf of(Leaf<GroupingKey, HeldFamily> leaf) {
        return leaf.derived(RenderedLeaf.class, RenderedLeaf::render);
    }

    byte[] text() {
        return text;
    }

    /** The compressed form; two threads may make it at the same time, with equal results. */
    Piece piece(Deflater deflater) {
        Piece known = piece;
        if (known == null) {
            known = Piece.of(text, text.length, deflater);
            piece = known;
        }
        return known;
    }

    private static RenderedLeaf render(Leaf<GroupingKey, HeldFamily> leaf) {
        ByteBuilder out = new ByteBuilder(leaf.size() * 128);
        for (int i = 0; i < leaf.size(); i++) {
            HeldFamily held = leaf.value(i);
            if (!held.isWithheld()) {
                TextEncoder.appendSamples(out, held.family());
            }
        }
        return new RenderedLeaf(out.toByteArray());
    }
}
