package dev.quorumgate.scrape;

import dev.quorumgate.exposition.ByteBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Where the parts of an answer go, in order; identity or gzip. One thread. */
interface Sink extends Closeable {
    /** Writes what {@code part} holds. */
    void write(ByteBuilder part) throws IOException;

    void write(byte[] part) throws IOException;

    /** Writes the text of a leaf, from its kept form where that pays. */
    void write(RenderedLeaf leaf) throws IOException;

    /** Ends the answer; the stream stays open. */
    @Override
    void close() throws IOException;

    /** As it is. */
    static Sink identity(OutputStream out) {
        return new Sink() {
            @Override
            public void write(ByteBuilder part) throws IOException {
                out.write(part.array(), 0, part.length());
            }

            @Override
            public void write(byte[] part) throws IOException {
                out.write(part);
            }

            @Override
            public void write(RenderedLeaf leaf) throws IOException {
                out.write(leaf.text());
            }

            @Override
            public void close() {
                // nothing is held back
            }
        };
    }
}
