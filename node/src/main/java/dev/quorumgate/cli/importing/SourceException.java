package dev.quorumgate.cli.importing;

/** The other gateway answers, but not as a Pushgateway does. */
final class SourceException extends Exception {
    private static final long serialVersionUID = 1;

    SourceException(String message) {
        super(message);
    }
}
