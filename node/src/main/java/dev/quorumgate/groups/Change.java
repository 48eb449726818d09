package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import java.util.Optional;

/** What a batch wrote; an empty record means deleted. Of several changes to one record the last one holds. */
public sealed interface Change {
    record OfGroup(GroupingKey key, Optional<Group> group) implements Change {}

    record OfFamily(GroupingKey key, String name, Optional<HeldFamily> family) implements Change {}

    record OfName(String name, Optional<NamedFamily> family) implements Change {}

    /** No record is left of those before. */
    record OfAll() implements Change {}
}
