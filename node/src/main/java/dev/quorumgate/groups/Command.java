package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import java.util.List;
import java.util.function.Function;

/**
 * One replicated write. It carries every input of {@link Groups#apply} but the time, which the batch has, so that the
 * result is the same on every node whatever that node's flags are.
 */
public sealed interface Command permits Command.Push, Command.RecordFailure, Command.Delete {
    /** The group that is written. */
    GroupingKey key();

    /** Exhaustive dispatch: another kind of command breaks the build until each caller handles it. */
    <R> R match(
            Function<? super Push, ? extends R> push,
            Function<? super RecordFailure, ? extends R> recordFailure,
            Function<? super Delete, ? extends R> delete);

    /** What a push replaces. */
    enum Scope {
        /** PUT: all families of the group. */
        GROUP,
        /** POST: the families that it names. */
        NAMED_FAMILIES
    }

    /**
     * A push that is consistent in itself.
     *
     * @param families sorted by name, names unique; a family without metrics removes the one of that name
     * @param checked whether it is refused when it does not fit what other groups hold
     * @param source who pushed, for the failure record
     */
    record Push(GroupingKey key, List<MetricFamily> families, Scope scope, boolean checked, String source)
            implements Command {
        public Push {
            families = List.copyOf(families);
        }

        @Override
        public <R> R match(
                Function<? super Push, ? extends R> push,
                Function<? super RecordFailure, ? extends R> recordFailure,
                Function<? super Delete, ? extends R> delete) {
            return push.apply(this);
        }
    }

    /**
     * A push that contradicts itself: it moves the failure time of its group and nothing else.
     *
     * @param reason what the client is told
     */
    record RecordFailure(GroupingKey key, String reason, String source) implements Command {
        @Override
        public <R> R match(
                Function<? super Push, ? extends R> push,
                Function<? super RecordFailure, ? extends R> recordFailure,
                Function<? super Delete, ? extends R> delete) {
            return recordFailure.apply(this);
        }
    }

    /** Removes exactly this group, with its times; no effect when there is none. */
    record Delete(GroupingKey key) implements Command {
        @Override
        public <R> R match(
                Function<? super Push, ? extends R> push,
                Function<? super RecordFailure, ? extends R> recordFailure,
                Function<? super Delete, ? extends R> delete) {
            return delete.apply(this);
        }
    }
}
