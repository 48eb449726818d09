package dev.quorumgate.groups;

import java.util.List;

/** Puts several reasons for one refusal into the one text that the client gets. */
final class Reasons {
    /** Reasons after which the rest is only counted: a push may hold any number of mistakes. */
    static final int LISTED_MAX = 10;

    private Reasons() {}

    /** One reason as it is; several as the original lists them, a line each. */
    static String join(List<String> reasons) {
        if (reasons.size() == 1) {
            return reasons.get(0);
        }
        StringBuilder text = new StringBuilder();
        text.append(reasons.size()).append(" error(s) occurred:");
        for (String reason : reasons.subList(0, Math.min(LISTED_MAX, reasons.size()))) {
            text.append("\n* ").append(reason);
        }
        if (reasons.size() > LISTED_MAX) {
            text.append("\n* and ").append(reasons.size() - LISTED_MAX).append(" more");
        }
        return text.toString();
    }
}
