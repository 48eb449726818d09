package dev.quorumgate.ui;

import java.time.Instant;
import java.util.List;

/**
 * What every page has around its content.
 *
 * @param tab which of the pages it is
 * @param node the node that answers
 * @param role of that node, in a word
 * @param theme what the user has chosen, {@code light} or {@code dark}; {@code auto} for what the browser prefers
 * @param base address of this node as users reach it, without a slash at the end
 * @param appliedIndex of what is shown; -1 for none
 * @param now when the page is made
 */
public record Frame(
        Tab tab,
        String node,
        String role,
        String theme,
        String base,
        long appliedIndex,
        Instant now,
        List<Notice> notices) {
    /** The pages there are. */
    public enum Tab {
        GROUPS("./", "Groups"),
        CLUSTER("cluster", "Cluster"),
        STATUS("status", "Status");

        private final String href;
        private final String title;

        Tab(String href, String title) {
            this.href = href;
            this.title = title;
        }

        /** Relative: nobody knows here under which path a proxy shows it. */
        public String href() {
            return href;
        }

        public String title() {
            return title;
        }
    }

    public Frame {
        notices = List.copyOf(notices);
    }

    public String nowMillis() {
        return Long.toString(now.toEpochMilli());
    }

    /** How bad things are at the worst, as a class of the style sheet. */
    public String mood() {
        return notices.stream()
                .map(Notice::level)
                .max(Enum::compareTo)
                .map(Notice.Level::word)
                .orElse("fine");
    }
}
