package dev.quorumgate.scrape;

import dev.quorumgate.exposition.ByteBuilder;
import dev.quorumgate.exposition.FamilyEscaper;
import dev.quorumgate.exposition.OpenMetricsRules;
import dev.quorumgate.exposition.TextDialect;
import dev.quorumgate.exposition.TextEncoder;
import dev.quorumgate.groups.HeldFamily;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.tree.Leaf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one leaf of a family in the forms in which they were asked for so far, names unescaped. Kept with the leaf.
 * Calls may overlap: one makes the lines, and others wait for them; thirty scrapes of a state that has just changed must not take
 * thirty times its memory.
 */
final class RenderedLeaf {
    private final Leaf<GroupingKey, HeldFamily> leaf;
    private volatile @Nullable Text text;
    private volatile @Nullable Text openMetrics;
    private @Nullable Chunk protobuf;
    private volatile @Nullable Boolean foreignLabels;
    private volatile @Nullable Boolean allowedInOpenMetrics;

    /**
     * Lines in one dialect.
     *
     * @param isCommon whether the other dialect has the very same ones
     */
    private record Text(Chunk lines, boolean isCommon) {}

    private RenderedLeaf(Leaf<GroupingKey, HeldFamily> leaf) {
        this.leaf = leaf;
    }

    static RenderedLeaf of(Leaf<GroupingKey, HeldFamily> leaf) {
        return leaf.derived(RenderedLeaf.class, RenderedLeaf::new);
    }

    /** The families of the leaf that are exposed. */
    List<MetricFamily> families() {
        List<MetricFamily> families = new ArrayList<>(leaf.size());
        for (int i = 0; i < leaf.size(); i++) {
            if (!leaf.value(i).isWithheld()) {
                families.add(leaf.value(i).family());
            }
        }
        return families;
    }

    /** The sample lines, with names that are no legacy names in quotes. */
    Chunk text(TextDialect dialect) {
        boolean isOpen = dialect == TextDialect.OPENMETRICS;
        Text known = isOpen ? openMetrics : text;
        return (known == null ? made(isOpen) : known).lines;
    }

    private synchronized Text made(boolean isOpen) {
        Text known = isOpen ? openMetrics : text;
        if (known == null) {
            Text other = isOpen ? text : openMetrics;
            known = other != null && other.isCommon
                    ? other
                    : render(isOpen ? TextDialect.OPENMETRICS : TextDialect.PROMETHEUS);
            if (isOpen) {
                openMetrics = known;
            } else {
                text = known;
            }
        }
        return known;
    }

    /** The metrics as they are in protobuf, without the family around them. */
    synchronized Chunk protobuf() {
        Chunk known = protobuf;
        if (known == null) {
            int length = 0;
            for (int i = 0; i < leaf.size(); i++) {
                length +=
                        leaf.value(i).isWithheld() ? 0 : leaf.value(i).family().metrics().length;
            }
            int total = length;
            known = Chunk.of(total, () -> metrics(total));
            protobuf = known;
        }
        return known;
    }

    /** Whether a label has a name that is no legacy name. */
    boolean hasForeignLabels() {
        Boolean known = foreignLabels;
        if (known == null) {
            known = families().stream().anyMatch(FamilyEscaper::hasForeignLabels);
            foreignLabels = known;
        }
        return known;
    }

    /** Whether OpenMetrics has nothing against the values. */
    boolean isAllowedInOpenMetrics() {
        Boolean known = allowedInOpenMetrics;
        if (known == null) {
            known = families().stream().allMatch(OpenMetricsRules::allowValues);
            allowedInOpenMetrics = known;
        }
        return known;
    }

    private Text render(TextDialect dialect) {
        ByteBuilder out = new ByteBuilder(leaf.size() * 128);
        TextEncoder encoder = new TextEncoder(out, leaf.value(0).family().name(), dialect);
        for (int i = 0; i < leaf.size(); i++) {
            if (!leaf.value(i).isWithheld()) {
                encoder.append(leaf.value(i).family());
            }
        }
        foreignLabels = encoder.hasQuotedLabels();
        return new Text(Chunk.of(out.toByteArray()), !encoder.dependsOnDialect());
    }

    private byte[] metrics(int length) {
        ByteBuilder out = new ByteBuilder(length);
        for (int i = 0; i < leaf.size(); i++) {
            if (!leaf.value(i).isWithheld()) {
                out.append(leaf.value(i).family().metrics());
            }
        }
        return out.array();
    }
}
