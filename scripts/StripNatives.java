import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies the jars of a folder without the native libraries of other platforms: {@code java StripNatives.java linux-x86_64 FROM
 * TO}. For scripts/package. All else stays as it is, in its order, so that the same jar gives the same bytes.
 */
final class StripNatives {
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|dylib|jnilib)(\\.\\d+)*");

    /** How the libraries that we ship name theirs for glibc: RocksDB, zstd-jni, snappy-java, Netty. */
    private static final Map<String, Pattern> OF_PLATFORM = Map.of(
            "linux-x86_64",
                    Pattern.compile(".*(-linux64\\.so|linux/amd64/.*|/Linux/x86_64/.*|(linux|epoll)_x86_64\\.so)"),
            "linux-aarch64",
                    Pattern.compile(
                            ".*(-linux-aarch64\\.so|linux/aarch64/.*|/Linux/aarch64/.*|(linux|epoll)_aarch_64\\.so)"));

    private StripNatives() {}

    public static void main(String[] arguments) throws IOException {
        Pattern wanted = OF_PLATFORM.get(arguments[0]);
        if (wanted == null) {
            System.err.println("unknown platform '" + arguments[0] + "'; known are " + OF_PLATFORM.keySet());
            System.exit(2);
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(arguments[1]), "*.jar")) {
            for (Path jar : jars) {
                Path to = Path.of(arguments[2]).resolve(jar.getFileName());
                if (hasNatives(jar)) {
                    strip(jar, wanted, to);
                } else {
                    Files.copy(jar, to);
                }
            }
        }
    }

    private static boolean hasNatives(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            return file.stream().anyMatch(StripNatives::isNative);
        }
    }

    private static boolean isNative(ZipEntry entry) {
        return NATIVE.matcher(entry.getName()).matches();
    }

    private static void strip(Path from, Pattern wanted, Path to) throws IOException {
        int kept = 0;
        try (ZipFile jar = new ZipFile(from.toFile());
                ZipOutputStream stripped = new ZipOutputStream(Files.newOutputStream(to))) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                boolean isWanted = wanted.matcher(entry.getName()).matches();
                if (isWanted || !isNative(entry)) {
                    kept += isWanted ? 1 : 0;
                    copy(jar, entry, stripped);
                }
            }
        }
        // A library that renames its files must not leave us with a package that runs nowhere.
        if (kept == 0) {
            System.err.println(from + " has native libraries, and none for the platform that is wanted");
            System.exit(1);
        }
    }

    private static void copy(ZipFile jar, ZipEntry entry, ZipOutputStream to) throws IOException {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        to.putNextEntry(copy);
        try (InputStream bytes = jar.getInputStream(entry)) {
            bytes.transferTo(to);
        }
        to.closeEntry();
    }
}
