package dev.quorumgate.raft;

import com.google.protobuf.ByteString;

/**
 * A command as an entry holds it.
 *
 * @param bytes a {@code quorumgate.log.v1.Command}
 * @param format the lowest format of entries that knows everything in it
 * @param stores whether it stores something, rather than deletes
 */
record EncodedCommand(ByteString bytes, int format, boolean stores) {
    int size() {
        return bytes.size();
    }
}
