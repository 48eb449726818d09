package dev.quorumgate.http;

import dev.quorumgate.groups.Hint;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.model.GroupingKey;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Tells of what whoever sent a request may not have meant, in a header that no client looks at: status and body are what
 * clients go by.
 */
final class HintHeader {
    static final String NAME = "Quorumgate-Hint";

    private static final int SHOWN_CHARACTERS_MAX = 200;

    private HintHeader() {}

    /** Adds the hint that the outcome of a command for this group holds, if any. */
    static void add(HttpServletResponse response, GroupingKey key, Outcome outcome) {
        if (outcome instanceof Outcome.Accepted accepted) {
            accepted.hint().ifPresent(hint -> response.setHeader(NAME, text(key, hint)));
        }
    }

    private static String text(GroupingKey key, Hint hint) {
        if (hint instanceof Hint.NoSuchGroup none) {
            return "no group " + shown(key.toString()) + "; " + groups(none.groupsOfJob()) + " job=\""
                    + shown(key.job()) + "\"";
        }
        String other = ((Hint.AlternatingSources) hint).otherHost();
        return "host " + shown(other)
                + " replaces this group in turn with this one, so that one of the two is always lost;"
                + " give each a grouping label of its own, such as instance";
    }

    private static String groups(int count) {
        if (count == Hint.NoSuchGroup.GROUPS_OF_JOB_MAX) {
            return count + " groups or more have";
        }
        return count == 0 ? "no group has" : count == 1 ? "1 group has" : count + " groups have";
    }

    /** Headers are ASCII; a label value may be anything and of any length. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(SHOWN_CHARACTERS_MAX).forEach(c -> shown.append(c >= ' ' && c <= '~' ? (char) c : '?'));
        return text.codePointCount(0, text.length()) > SHOWN_CHARACTERS_MAX
                ? shown.append("...").toString()
                : shown.toString();
    }
}
