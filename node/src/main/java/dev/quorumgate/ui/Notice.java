package dev.quorumgate.ui;

/**
 * Something that whoever looks at a page must know before all else.
 *
 * @param level how bad it is
 * @param title what is the matter, in a few words
 * @param text what that means here, and what to do
 */
public record Notice(Level level, String title, String text) {
    /** How bad something is. */
    public enum Level {
        WARNING,
        ERROR;

        /** As a class of the style sheet. */
        public String word() {
            return this == ERROR ? "error" : "warning";
        }
    }

    public static Notice error(String title, String text) {
        return new Notice(Level.ERROR, title, text);
    }

    public static Notice warning(String title, String text) {
        return new Notice(Level.WARNING, title, text);
    }
}
