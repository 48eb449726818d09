package dev.quorumgate.exposition;

/** Bytes are not the protobuf message that they should be. */
final class WireFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    WireFormatException() {
        super(null, null, false, false);
    }
}
