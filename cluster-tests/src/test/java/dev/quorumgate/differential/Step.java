package dev.quorumgate.differential;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one request of a sequence led to.
 *
 * @param before the requests of the sequence that went before it, from an empty state on
 * @param oursShown what a node shows after it
 * @param originalShown what the original shows after it
 */
public record Step(
        Mode mode,
        List<Request> before,
        Request request,
        Reply ours,
        Reply original,
        Exposition oursShown,
        Exposition originalShown) {

    /** The sequence up to here, this request included. */
    Stream<Request> requests() {
        return Stream.concat(before.stream(), Stream.of(request));
    }

    /** Whether ours refuses with this status and a text that has these words in it. */
    boolean oursRefuses(int status, String words) {
        return ours.status() == status
                && (request.method().equals("HEAD") || ours.text().contains(words));
    }

    /** Whether both take a push without a word of what becomes of it. */
    boolean bothTakeUnchecked() {
        return !mode.checked() && request.pushes() && ours.status() == 202 && original.status() == 202;
    }

    boolean oursAccepts() {
        return ours.status() == 200 || ours.status() == 202;
    }

    boolean originalAccepts() {
        return original.status() == 200 || original.status() == 202;
    }

    /** The path as it was sent. */
    String rawPath() {
        return request.target().split("\\?", 2)[0];
    }

    /** The path without percent signs, each character one byte. */
    String decodedPath() {
        String raw = rawPath();
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        for (int i = 0; i < raw.length(); i++) {
            if (raw.startsWith("%", i) && raw.substring(i).matches("(?s)%[0-9a-fA-F]{2}.*")) {
                decoded.write(Integer.parseInt(raw.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                decoded.write(raw.charAt(i));
            }
        }
        return decoded.toString(StandardCharsets.ISO_8859_1);
    }

    boolean isProtobuf() {
        return request.isProtobuf();
    }

    /** The bodies of all pushes until here, each byte one character. */
    Stream<String> pushedTexts() {
        return requests().filter(Request::pushes).map(Request::plainBody);
    }
}
