package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import java.util.List;
import java.util.OptionalLong;

/**
 * One replicated write. It carries every input of {@link Groups#apply} but the time, which the batch has, so that the
 * result is the same on every node whatever that node's flags are.
 */
public sealed interface Command {
    /** Exhaustive dispatch: another kind of command breaks the build until each caller handles it. */
    <R> R match(Cases<R> cases);

    /** What to do with each kind of command. */
    interface Cases<R> {
        R push(Push push);

        R pushGroups(PushGroups pushes);

        R recordFailure(RecordFailure failure);

        R delete(Delete delete);

        R deleteMatching(DeleteMatching delete);

        R wipe(Wipe wipe);
    }

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
     * @param limits it is refused when it makes more to be stored than these, checked or not
     * @param source who pushed, {@code host:port}: for the failure record and {@link Sources}
     */
    record Push(
            GroupingKey key,
            List<MetricFamily> families,
            Scope scope,
            boolean checked,
            StoreLimits limits,
            String source)
            implements Command {
        public Push {
            families = List.copyOf(families);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.push(this);
        }
    }

    /**
     * Several pushes, of which all take effect or none; each is judged after those before it. When one is refused, that one
     * alone moves the failure time of its group, as if it had come by itself.
     */
    record PushGroups(List<Push> pushes) implements Command {
        public PushGroups {
            pushes = List.copyOf(pushes);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.pushGroups(this);
        }
    }

    /**
     * A push that contradicts itself: it moves the failure time of its group and nothing else.
     *
     * @param reason what the client is told
     * @param limits where there is any, no group is created for the failure time
     * @param source who pushed, {@code host:port}
     */
    record RecordFailure(GroupingKey key, String reason, StoreLimits limits, String source) implements Command {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.recordFailure(this);
        }
    }

    /** Removes exactly this group, with its times; no effect when there is none. */
    record Delete(GroupingKey key) implements Command {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.delete(this);
        }
    }

    /**
     * Removes all groups that the selector chooses when the command is applied, so that no push can come in between.
     *
     * @param expectedCount when another number of groups matches, nothing is deleted
     * @param stepsMax when the patterns need more than so many steps of a {@link Selection}, nothing is deleted
     */
    record DeleteMatching(GroupSelector selector, OptionalLong expectedCount, long stepsMax) implements Command {
        /** As many as it takes. */
        public static final long UNLIMITED_STEPS = Long.MAX_VALUE;

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.deleteMatching(this);
        }
    }

    /** Removes all groups. */
    record Wipe() implements Command {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.wipe(this);
        }
    }
}
