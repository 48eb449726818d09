package dev.quorumgate.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What somebody may have meant. */
public final class Spelling {
    private Spelling() {}

    /** The known word that is most like the one that was written. */
    public static String nearest(String written, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(word -> distance(word, written)))
                .orElseThrow();
    }

    /** The known word that is most like the one that was written, unless even that is a different one. */
    public static Optional<String> likely(String written, List<String> known) {
        return Optional.of(nearest(written, known))
                .filter(word -> distance(word, written) <= Math.max(word.length(), written.length()) / 2);
    }

    /** Levenshtein's: how many letters must change, come or go. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
