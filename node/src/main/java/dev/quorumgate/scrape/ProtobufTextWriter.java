package dev.quorumgate.scrape;

import dev.quorumgate.exposition.ByteBuilder;
import dev.quorumgate.exposition.ProtobufTextEncoder;
import dev.quorumgate.groups.HeldFamily;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.tree.Leaf;
import java.io.IOException;
import java.util.List;

/** Writes protobuf for human eyes. Nothing of it is kept. */
final class ProtobufTextWriter implements FamilyWriter {
    private final Sink sink;
    private final ByteBuilder part = new ByteBuilder(4096);
    private final ProtobufTextEncoder encoder;

    ProtobufTextWriter(Sink sink, boolean isCompact) {
        this.sink = sink;
        this.encoder = new ProtobufTextEncoder(part, isCompact);
    }

    @Override
    public void write(ExposedFamily family, List<MetricFamily> rendered, Iterable<Leaf<GroupingKey, HeldFamily>> leaves)
            throws IOException {
        encoder.appendHeader(family.name(), family.help(), family.unit(), family.type());
        for (MetricFamily each : rendered) {
            writeMetrics(each.metrics());
        }
        for (Leaf<GroupingKey, HeldFamily> leaf : leaves) {
            writeMetrics(RenderedLeaf.of(leaf).protobuf().plain());
        }
        encoder.appendEnd();
    }

    @Override
    public void end() throws IOException {
        sink.write(part);
    }

    private void writeMetrics(byte[] metrics) throws IOException {
        encoder.appendMetrics(metrics);
        if (part.length() > PART_MAX) {
            sink.write(part);
            part.clear();
        }
    }
}
