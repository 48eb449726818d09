package dev.quorumgate.groups;

import dev.quorumgate.model.Hash64;
import java.util.Optional;

/**
 * The state hash is the sum of a hash of each stored record, so that it can be kept up to date record by record in any
 * order. Two replicas at one applied index have the same hash, or they have diverged.
 */
final class StateHash {
    private StateHash() {}

    static long mix(long hash, Optional<String> text) {
        return Hash64.mix(hash, text.isPresent() ? Hash64.of(text.get()) : -1);
    }
}
