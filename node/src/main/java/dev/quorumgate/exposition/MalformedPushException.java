package dev.quorumgate.exposition;

/**
 * The body of a push cannot be read: the client's mistake. Nothing of the push reaches the log, and no failure is recorded
 * for its group. A value rather than a fault, so it has no stack trace.
 */
public final class MalformedPushException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * With the text that the client gets.
     *
     * @param message the body of the answer, without its last line feed
     */
    public MalformedPushException(String message) {
        super(message, null, false, false);
    }

    /**
     * With a text of several lines.
     *
     * @param message the first line, in the original's words where it has any
     * @param details what stands below it: where the mistake is, what to do; empty ones are left out
     */
    public MalformedPushException(String message, String... details) {
        this(text(message, details));
    }

    /** As this one, with a further line. */
    MalformedPushException with(String detail) {
        return new MalformedPushException(String.valueOf(getMessage()), detail);
    }

    private static String text(String message, String... details) {
        StringBuilder text = new StringBuilder(message);
        for (String detail : details) {
            if (!detail.isEmpty()) {
                text.append('\n').append(detail);
            }
        }
        return text.toString();
    }
}
