package dev.quorumgate.config;

/** The configuration has problems, all of which are in the exception. */
public final class InvalidConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problems problems;

    InvalidConfigException(Problems problems) {
        super(String.join("\n", problems.all()));
        this.problems = problems;
    }

    public Problems problems() {
        return problems;
    }
}
