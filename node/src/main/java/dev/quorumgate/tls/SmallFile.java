package dev.quorumgate.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Reads configuration and PEM files, which are small. */
public final class SmallFile {
    private static final int BYTES_MAX = 1 << 20;

    private SmallFile() {}

    /**
     * All of a file.
     *
     * @throws IOException if it cannot be read or is no text; the message is whole
     */
    public static String text(Path file) throws IOException {
        byte[] bytes = bytes(file);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("file '" + file + "' is no text: it has bytes that are not UTF-8", e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new IOException("has more than " + BYTES_MAX + " bytes; is it the right one?");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new IOException("file '" + file + "' does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException("file '" + file + "' may not be read by the user that this node runs as", e);
        } catch (IOException e) {
            throw new IOException("file '" + file + "' cannot be read: " + e.getMessage(), e);
        }
    }

    /** A text that is another one when the contents are others, or cannot be read any more. */
    public static String fingerprint(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(file)));
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
