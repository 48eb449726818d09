package dev.quorumgate.raft;

import java.util.Optional;

/** Whether there is room for pushes on the disks of enough members. Calls may overlap. */
public interface SpaceVerdict {
    /** Why there is not; empty when there is, or when this node does not lead. */
    Optional<String> refusesPushesBecause();
}
