package dev.quorumgate.store;

import java.io.IOException;

/** The records of a store, one after the other in the order of their keys. Used by one thread. */
public interface RecordCursor {
    /**
     * Goes on to the next record, which is the first one at first.
     *
     * @return whether there is one
     */
    boolean next() throws IOException;

    /** Of the record that it stands at. */
    byte[] key();

    /** Of the record that it stands at. */
    byte[] value();
}
