package dev.quorumgate.scrape;

import dev.quorumgate.exposition.ExpositionFormat;
import dev.quorumgate.exposition.TextDialect;
import dev.quorumgate.groups.HeldFamily;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.tree.Leaf;
import java.io.IOException;
import java.util.List;

/** Writes families in one format. One thread, one answer. */
interface FamilyWriter {
    /** Bytes from which a part on its way is handed on. */
    int PART_MAX = 64 << 10;

    /**
     * Writes a family: its metadata, then the metrics of {@code rendered}, which are written anew, then those of {@code leaves}.
     */
    void write(ExposedFamily family, List<MetricFamily> rendered, Iterable<Leaf<GroupingKey, HeldFamily>> leaves)
            throws IOException;

    /** Ends the answer. */
    void end() throws IOException;

    static FamilyWriter of(ExpositionFormat.Encoding encoding, Sink sink) {
        return switch (encoding) {
            case TEXT -> new TextWriter(sink, TextDialect.PROMETHEUS);
            case OPENMETRICS -> new TextWriter(sink, TextDialect.OPENMETRICS);
            case PROTOBUF -> new ProtobufWriter(sink);
            case PROTOBUF_TEXT -> new ProtobufTextWriter(sink, false);
            case PROTOBUF_COMPACT_TEXT -> new ProtobufTextWriter(sink, true);
        };
    }
}
