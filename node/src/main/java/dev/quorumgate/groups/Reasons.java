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

    /** One reason as it is; several as the original lists them, a line each. */
    String text() {
        if (count == 1) {
            return told.get(0);
        }
        StringBuilder text = new StringBuilder();
        text.append(count).append(" error(s) occurred:");
        for (String reason : told) {
            text.append("\n* ").append(reason);
        }
        if (count > told.size()) {
            text.append("\n* and ").append(count - told.size()).append(" more");
        }
        return text.toString();
    }
}
