package dev.quorumgate.groups;

/**
 * The command is not in the log and will not be, because it stores something and the disks of too many members are nearly full.
 * The message says which ones, for people.
 */
public final class StoreFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreFullException(String message) {
        super(message);
    }
}
