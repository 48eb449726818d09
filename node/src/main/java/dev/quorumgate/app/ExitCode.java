package dev.quorumgate.app;

import dev.quorumgate.raft.NodeFaults;

/** What {@code quorumgate serve} ends with. */
enum ExitCode {
    STOPPED(0),
    CANNOT_START(1),
    USAGE(2),
    CANNOT_APPLY(10),
    LOG_FAILED(11),
    /** Starting it again as it is would only repeat that. */
    REMOVED(12),
    RAFT_STOPPED(13),
    /** Its disk is nearly full; it stopped in good order, before its files could be damaged. */
    NO_SPACE(14);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ExitCode of(NodeFaults.Fault fault) {
        return switch (fault) {
            case CANNOT_APPLY -> CANNOT_APPLY;
            case LOG_FAILED -> LOG_FAILED;
            case REMOVED -> REMOVED;
            case RAFT_STOPPED -> RAFT_STOPPED;
        };
    }
}
