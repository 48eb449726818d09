package dev.quorumgate.scrape;

import dev.quorumgate.exposition.ExpositionFormat;
import dev.quorumgate.exposition.FamilyEscaper;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.HeldFamily;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.tree.Leaf;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One answer to a scrape: a view and the node's own families, merged by name. One thread.
 *
 * <p>A scrape never fails because of what was pushed, and no scraper refuses it: what cannot stand beside something else is left
 * out, and what cannot be told in OpenMetrics makes the whole answer one in text.
 */
public final class Scrape {
    private final Exposure exposure;
    private final ExpositionFormat format;
    private int familiesWithDroppedSeries;

    /**
     * An answer from this view.
     *
     * @param ownFamilies the node's own, with unique names
     * @param wanted the format that was asked for
     */
    public Scrape(Groups groups, Collection<MetricFamily> ownFamilies, ExpositionFormat wanted) {
        exposure = Exposure.of(groups, ownFamilies, wanted.escaping());
        boolean cannotBeTold =
                wanted.encoding() == ExpositionFormat.Encoding.OPENMETRICS && !exposure.isAllowedInOpenMetrics();
        format = cannotBeTold ? wanted.asText() : wanted;
    }

    /** The format that it is written in. */
    public ExpositionFormat format() {
        return format;
    }

    /** Writes the answer; the stream stays open. */
    public void write(Compression compression, OutputStream out) throws IOException {
        familiesWithDroppedSeries = 0;
        try (Sink sink = compression.sink(out)) {
            FamilyWriter writer = FamilyWriter.of(format.encoding(), sink);
            for (ExposedFamily family : exposure.families()) {
                if (family.isChangedBy(format.escaping())) {
                    writeEscaped(family, writer);
                } else {
                    writer.write(family, family.own().map(List::of).orElse(List.of()), family.leaves());
                }
            }
            writer.end();
        }
    }

    /** How many families the last {@link #write} left out, or left series of out. */
    public int hiddenFamilies() {
        return exposure.hiddenFamilies() + familiesWithDroppedSeries;
    }

    /** Which series there may be depends on those of all groups, so nothing of this is kept; few scrapers ask for it. */
    private void writeEscaped(ExposedFamily family, FamilyWriter writer) throws IOException {
        List<MetricFamily> unescaped = new ArrayList<>();
        family.own().ifPresent(unescaped::add);
        for (Leaf<GroupingKey, HeldFamily> leaf : family.leaves()) {
            unescaped.addAll(RenderedLeaf.of(leaf).families());
        }
        FamilyEscaper escaper = new FamilyEscaper(family.name(), format.escaping());
        unescaped.forEach(escaper::reserve);
        List<MetricFamily> escaped = new ArrayList<>();
        for (MetricFamily each : unescaped) {
            escaped.add(escaper.escape(each));
        }
        familiesWithDroppedSeries += escaper.hasDroppedSeries() ? 1 : 0;
        if (escaped.stream().anyMatch(each -> each.metricCount() > 0)) {
            writer.write(family, escaped, List.of());
        }
    }
}
