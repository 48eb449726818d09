package dev.quorumgate.scrape;

import dev.quorumgate.exposition.ByteBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Where the parts of an answer go, in order; as it is or compressed. One thread. */
interface Sink extends Closeable {
    /** Writes what {@code part} holds. */
    void write(ByteBuilder part) throws IOException;

    /** Writes what a leaf keeps, from its compressed form where that pays. */
    void write(Chunk chunk) throws IOException;

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
            public void write(Chunk chunk) throws IOException {
                out.write(chunk.plain());
            }

            @Override
            public void close() {
                // nothing is held back
            }
        };
    }
}
