package dev.quorumgate.scrape;

import dev.quorumgate.exposition.ByteBuilder;
import dev.quorumgate.exposition.ProtobufEncoder;
import dev.quorumgate.groups.HeldFamily;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.tree.Leaf;
import java.io.IOException;
import java.util.List;

/** Writes delimited protobuf: each family's length stands before it, so its parts are summed first. */
final class ProtobufWriter implements FamilyWriter {
    private final Sink sink;
    private final ByteBuilder part = new ByteBuilder(4096);

    ProtobufWriter(Sink sink) {
        this.sink = sink;
    }

    @Override
    public void write(ExposedFamily family, List<MetricFamily> rendered, Iterable<Leaf<GroupingKey, HeldFamily>> leaves)
            throws IOException {
        long metricBytes = 0;
        for (MetricFamily each : rendered) {
            metricBytes += each.metrics().length;
        }
        for (Leaf<GroupingKey, HeldFamily> leaf : leaves) {
            metricBytes += RenderedLeaf.of(leaf).protobuf().length();
        }
        part.clear();
        ProtobufEncoder.appendHeader(part, family.name(), family.help(), family.unit(), family.type(), metricBytes);
        for (MetricFamily each : rendered) {
            part.append(each.metrics());
            if (part.length() > PART_MAX) {
                sink.write(part);
                part.clear();
            }
        }
        sink.write(part);
        for (Leaf<GroupingKey, HeldFamily> leaf : leaves) {
            sink.write(RenderedLeaf.of(leaf).protobuf());
        }
    }

    @Override
    public void end() {
        // the last family is the end
    }
}
