package dev.quorumgate.api;

/** A part of a request that cannot be understood or used. A value rather than a fault. */
public final class InvalidParameterException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String parameter;

    /**
     * A refusal.
     *
     * @param parameter of the query, or the place in the body, such as {@code pushes[2].labels}
     * @param message what is wrong, and what was expected
     */
    InvalidParameterException(String parameter, String message) {
        super(message, null, false, false);
        this.parameter = parameter;
    }

    public String parameter() {
        return parameter;
    }
}
