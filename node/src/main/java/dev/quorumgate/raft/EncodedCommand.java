package dev.quorumgate.raft;

import com.google.protobuf.ByteString;

/**
 * A command as an entry holds it.
 *
 * @param bytes a {@code quorumgate.log.v1.Command}
 * @param format the lowest format of entries that knows everything in it
 */
record EncodedCommand(ByteString bytes, int format) {
    int size() {
        return bytes.size();
    }
}
