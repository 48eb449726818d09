package dev.quorumgate.clustertests;

import dev.quorumgate.clustertests.harness.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;

/** Damage to the files of a node, as a disk may do it. */
final class DamagedFiles {
    private DamagedFiles() {}

    /** The file below a folder that was written last of those whose name matches. */
    static Path newest(Path folder, String name) throws IOException {
        return Folders.filesBelow(folder).stream()
                .filter(file -> file.getFileName().toString().matches(name))
                .max(Comparator.comparing(file -> file.toFile().lastModified()))
                .orElseThrow();
    }

    /** Turns a byte round; the second time the file is as it was. */
    static void changeByte(Path file, long position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, position);
            one.put(0, (byte) ~one.get(0));
            channel.write(one.flip(), position);
        }
    }
}
