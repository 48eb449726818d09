package dev.quorumgate.scrape;

import dev.quorumgate.exposition.ByteBuilder;
import dev.quorumgate.exposition.TextDialect;
import dev.quorumgate.exposition.TextEncoder;
import dev.quorumgate.groups.HeldFamily;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.tree.Leaf;
import java.io.IOException;
import java.util.List;

/** Writes one of the text formats. */
final class TextWriter implements FamilyWriter {
    private final Sink sink;
    private final TextDialect dialect;
    private final ByteBuilder part = new ByteBuilder(4096);

    TextWriter(Sink sink, TextDialect dialect) {
        this.sink = sink;
        this.dialect = dialect;
    }

    @Override
    public void write(ExposedFamily family, List<MetricFamily> rendered, Iterable<Leaf<GroupingKey, HeldFamily>> leaves)
            throws IOException {
        part.clear();
        dialect.appendHeader(part, family.name(), family.help(), family.unit(), family.type());
        if (!rendered.isEmpty()) {
            TextEncoder encoder = new TextEncoder(part, family.name(), dialect);
            for (MetricFamily each : rendered) {
                encoder.append(each);
                flushIfLarge();
            }
        }
        sink.write(part);
        for (Leaf<GroupingKey, HeldFamily> leaf : leaves) {
            sink.write(RenderedLeaf.of(leaf).text(dialect));
        }
    }

    @Override
    public void end() throws IOException {
        part.clear();
        dialect.appendEnd(part);
        sink.write(part);
    }

    private void flushIfLarge() throws IOException {
        if (part.length() > PART_MAX) {
            sink.write(part);
            part.clear();
        }
    }
}
