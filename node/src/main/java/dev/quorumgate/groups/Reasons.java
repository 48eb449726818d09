package dev.quorumgate.groups;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The reasons for one refusal, collected into the one text that the client gets. A push may hold any number of mistakes: the
 * first ones are told, the rest is counted.
 */
final class Reasons {
    private static final int TOLD_MAX = 10;

    /** Each reply is kept in memory for a while on every node, and names and label values may be as long as a body. */
    private static final int LENGTH_MAX = 4000;

    private final List<String> told = new ArrayList<>();
    private long count;

    /** Adds a reason; it is put into words only if it is told. */
    void add(Supplier<String> reason) {
        if (count++ < TOLD_MAX) {
            told.add(reason.get());
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** One reason as it is; several as the original lists them, a line each. Cut off where it gets too long. */
    String text() {
        if (count == 1) {
            return cut(told.get(0), LENGTH_MAX);
        }
        StringBuilder text = new StringBuilder();
        text.append(count).append(" error(s) occurred:");
        for (String reason : told) {
            text.append("\n* ").append(cut(reason, LENGTH_MAX / TOLD_MAX));
        }
        if (count > told.size()) {
            text.append("\n* and ").append(count - told.size()).append(" more");
        }
        return text.toString();
    }

    /** At most so many characters, with a mark where something is missing. */
    static String cut(String text, int lengthMax) {
        if (text.length() <= lengthMax) {
            return text;
        }
        int end = lengthMax - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
