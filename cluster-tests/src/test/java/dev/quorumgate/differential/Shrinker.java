package dev.quorumgate.differential;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes a sequence that shows a difference as short as it can, so that people see what matters. */
final class Shrinker {
    private static final int TRIES_MAX = 150;

    private final Sequences sequences;
    private int tries;

    Shrinker(Sequences sequences) {
        this.sequences = sequences;
    }

    /** A verdict over fewer requests and lines that finds something in the same aspect; the given one if there is none. */
    Sequences.Verdict shrink(Sequences.Verdict found) throws IOException, InterruptedException {
        Sequences.Verdict best = found;
        boolean shorter = true;
        while (shorter) {
            shorter = false;
            for (List<Request> candidate : candidates(best.last().requests().toList())) {
                if (tries++ > TRIES_MAX) {
                    return best;
                }
                Sequences.Verdict verdict = sequences.run(best.last().mode(), candidate);
                if (!verdict.isClean() && aspects(verdict).equals(aspects(found))) {
                    best = verdict;
                    shorter = true;
                    break;
                }
            }
        }
        return best;
    }

    private static List<Aspect> aspects(Sequences.Verdict verdict) {
        return verdict.findings().stream().map(Difference::aspect).toList();
    }

    private static List<List<Request>> candidates(List<Request> requests) {
        List<List<Request>> candidates = new ArrayList<>();
        for (int i = 0; i < requests.size() - 1; i++) {
            List<Request> fewer = new ArrayList<>(requests);
            fewer.remove(i);
            candidates.add(fewer);
        }
        for (int i = 0; i < requests.size(); i++) {
            for (Request smaller : smaller(requests.get(i))) {
                List<Request> changed = new ArrayList<>(requests);
                changed.set(i, smaller);
                candidates.add(changed);
            }
        }
        return candidates;
    }

    private static List<Request> smaller(Request request) {
        if (request.header("Content-Encoding").isPresent()
                || request.header("Content-Type").isPresent()) {
            return request.headers().size() == 1 ? List.of() : withoutHeaders(request);
        }
        List<Request> smaller = new ArrayList<>();
        List<String> lines =
                List.of(request.body().toString(StandardCharsets.ISO_8859_1).split("(?<=\n)", -1));
        for (int i = 0; i < lines.size() && lines.size() > 1; i++) {
            List<String> fewer = new ArrayList<>(lines);
            fewer.remove(i);
            smaller.add(request.withBody(ByteString.copyFrom(String.join("", fewer), StandardCharsets.ISO_8859_1)));
        }
        return smaller;
    }

    private static List<Request> withoutHeaders(Request request) {
        List<Request> without = new ArrayList<>();
        for (String header : request.headers()) {
            List<String> fewer = new ArrayList<>(request.headers());
            fewer.remove(header);
            without.add(new Request(request.method(), request.target(), fewer, request.body()));
        }
        return without;
    }
}
