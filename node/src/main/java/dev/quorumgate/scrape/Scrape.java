package dev.quorumgate.scrape;

import dev.quorumgate.exposition.ByteBuilder;
import dev.quorumgate.exposition.ExpositionFormat;
import dev.quorumgate.exposition.ProtobufEncoder;
import dev.quorumgate.exposition.TextEncoder;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.HeldFamily;
import dev.quorumgate.groups.NamedFamily;
import dev.quorumgate.model.CodePointOrder;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.tree.Leaf;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One answer to a scrape: a view and the node's own families, merged by name.
 *
 * <p>Where a pushed family has the name of an own one but another type, the pushed one is served and the own one left out: a
 * scrape never fails because of what was pushed.
 */
public final class Scrape {
    private final Groups groups;
    private final SortedMap<String, MetricFamily> own = new TreeMap<>(CodePointOrder.INSTANCE);
    private int hiddenOwnFamilies;

    /**
     * An answer from this view.
     *
     * @param ownFamilies the node's own, with unique names
     */
    public Scrape(Groups groups, Collection<MetricFamily> ownFamilies) {
        this.groups = groups;
        for (MetricFamily family : ownFamilies) {
            own.put(family.name(), family);
        }
    }

    /** Writes the answer; the stream stays open. */
    public void write(ExpositionFormat format, boolean gzip, OutputStream out) throws IOException {
        try (Sink sink = gzip ? new GzipSink(out) : Sink.identity(out)) {
            Writer writer = format.encoding() == ExpositionFormat.Encoding.TEXT
                    ? new TextWriter(sink)
                    : new ProtobufWriter(sink);
            writeAll(writer);
        }
    }

    /** How many own families the last {@link #write} left out. */
    public int hiddenOwnFamilies() {
        return hiddenOwnFamilies;
    }

    private void writeAll(Writer writer) throws IOException {
        hiddenOwnFamilies = 0;
        SortedMap<String, MetricFamily> ownLeft = new TreeMap<>(own);
        for (Leaf<String, NamedFamily> leaf : groups.byName()) {
            for (int i = 0; i < leaf.size(); i++) {
                NamedFamily pushed = leaf.value(i);
                if (pushed.isWithheld()) {
                    continue;
                }
                for (MetricFamily before : ownLeft.headMap(pushed.name()).values()) {
                    writer.write(Optional.of(before), Optional.empty());
                }
                ownLeft = ownLeft.tailMap(pushed.name());
                MetricFamily same = ownLeft.get(pushed.name());
                if (same != null) {
                    ownLeft = ownLeft.tailMap(pushed.name() + '\0');
                }
                if (same != null && same.type() != pushed.exposed().type()) {
                    hiddenOwnFamilies++;
                    same = null;
                }
                writer.write(Optional.ofNullable(same), Optional.of(pushed));
            }
        }
        for (MetricFamily rest : ownLeft.values()) {
            writer.write(Optional.of(rest), Optional.empty());
        }
    }

    /** Writes families in one format. */
    private interface Writer {
        /** Writes an own family, a pushed one, or both as one. */
        void write(Optional<MetricFamily> own, Optional<NamedFamily> pushed) throws IOException;
    }

    private static final class TextWriter implements Writer {
        private final Sink sink;
        private final ByteBuilder part = new ByteBuilder(4096);

        TextWriter(Sink sink) {
            this.sink = sink;
        }

        @Override
        public void write(Optional<MetricFamily> own, Optional<NamedFamily> pushed) throws IOException {
            part.clear();
            if (own.isPresent()) {
                MetricFamily family = own.get();
                TextEncoder.appendHeader(part, family.name(), family.metadata().help(), family.type());
                TextEncoder.appendSamples(part, family);
            } else if (pushed.isPresent()) {
                NamedFamily family = pushed.get();
                TextEncoder.appendHeader(
                        part, family.name(), family.help(), family.exposed().type());
            }
            sink.write(part);
            if (pushed.isPresent()) {
                for (Leaf<GroupingKey, HeldFamily> leaf : pushed.get().exposed().byKey()) {
                    sink.write(RenderedLeaf.of(leaf));
                }
            }
        }
    }

    private static final class ProtobufWriter implements Writer {
        private final Sink sink;
        private final ByteBuilder part = new ByteBuilder(4096);

        ProtobufWriter(Sink sink) {
            this.sink = sink;
        }

        @Override
        public void write(Optional<MetricFamily> own, Optional<NamedFamily> pushed) throws IOException {
            long metricBytes = own.map(family -> (long) family.metrics().length).orElse(0L)
                    + pushed.map(ProtobufWriter::metricBytes).orElse(0L);
            part.clear();
            if (own.isPresent()) {
                MetricFamily family = own.get();
                ProtobufEncoder.appendHeader(
                        part,
                        family.name(),
                        family.metadata().help(),
                        family.metadata().unit(),
                        family.type(),
                        metricBytes);
                part.append(family.metrics());
            } else if (pushed.isPresent()) {
                NamedFamily family = pushed.get();
                ProtobufEncoder.appendHeader(
                        part,
                        family.name(),
                        family.help(),
                        family.unit(),
                        family.exposed().type(),
                        metricBytes);
            }
            sink.write(part);
            if (pushed.isPresent()) {
                writeMetrics(pushed.get());
            }
        }

        private void writeMetrics(NamedFamily family) throws IOException {
            for (Leaf<GroupingKey, HeldFamily> leaf : family.exposed().byKey()) {
                part.clear();
                for (int i = 0; i < leaf.size(); i++) {
                    if (!leaf.value(i).isWithheld()) {
                        part.append(leaf.value(i).family().metrics());
                    }
                }
                sink.write(part);
            }
        }

        private static long metricBytes(NamedFamily family) {
            long bytes = 0;
            for (Leaf<GroupingKey, HeldFamily> leaf : family.exposed().byKey()) {
                for (int i = 0; i < leaf.size(); i++) {
                    if (!leaf.value(i).isWithheld()) {
                        bytes += leaf.value(i).family().metrics().length;
                    }
                }
            }
            return bytes;
        }
    }
}
