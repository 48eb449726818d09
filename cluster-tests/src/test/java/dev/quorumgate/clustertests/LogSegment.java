package dev.quorumgate.clustertests;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedInputStream;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedOutputStream;

/**
 * A segment of Ratis's log, as bytes: eight bytes of header, then entries, each as its length, itself and a CRC-32C of both,
 * then zeros.
 */
final class LogSegment {
    private static final int HEADER_BYTES = 8;

    private LogSegment() {}

    /** The segment with another last entry, which must be as long as that one. */
    static byte[] withLastEntry(byte[] segment, UnaryOperator<LogEntryProto> change) throws IOException {
        int last = -1;
        for (int at = HEADER_BYTES;
                at < segment.length && segment[at] != 0;
                at += length(segment, at) + Integer.BYTES) {
            last = at;
        }
        int length = length(segment, last);
        int size = CodedInputStream.newInstance(segment, last, length).readRawVarint32();
        LogEntryProto entry =
                change.apply(LogEntryProto.parseFrom(ByteBuffer.wrap(segment, last + length - size, size)));
        byte[] changed = segment.clone();
        CodedOutputStream out = CodedOutputStream.newInstance(changed, last, length);
        out.writeUInt32NoTag(entry.getSerializedSize());
        entry.writeTo(out);
        out.checkNoSpaceLeft();
        CRC32C checksum = new CRC32C();
        checksum.update(changed, last, length);
        ByteBuffer.wrap(changed).putInt(last + length, (int) checksum.getValue());
        return changed;
    }

    /** Of an entry and of the number before it that tells its size. */
    private static int length(byte[] segment, int at) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(segment, at, segment.length - at);
        int size = in.readRawVarint32();
        return in.getTotalBytesRead() + size;
    }
}
