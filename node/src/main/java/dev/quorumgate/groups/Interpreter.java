package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import java.util.List;
import java.util.Optional;

/**
 * What commands mean: applies them to a draft, one by one. Semantics are the original's (API reference, "Write semantics")
 * but for the defects named in {@code DESIGN.md}.
 */
final class Interpreter implements Command.Cases<Outcome> {
    private final Draft draft;
    private final long timeNanos;
    private long sequence;

    /**
     * @param sequence number of commands applied before
     * @param timeNanos time of all commands to come, Unix nanoseconds
     */
    Interpreter(Draft draft, long sequence, long timeNanos) {
        this.draft = draft;
        this.sequence = sequence;
        this.timeNanos = timeNanos;
    }

    /** Number of commands applied, those before included; each push among several counts. */
    long sequence() {
        return sequence;
    }

    Outcome apply(Command command) {
        sequence++;
        draft.limitComparisons(command instanceof Command.Push || command instanceof Command.PushGroups);
        return command.match(this);
    }

    @Override
    public Outcome push(Command.Push push) {
        PushJudge.Refusal refusal = new PushJudge(draft, push, sequence, timeNanos).apply();
        if (refusal != null) {
            return refuse(push, refusal, 0);
        }
        Group group = draft.group(push.key());
        Optional<String> rival = group == null || push.scope() != Command.Scope.GROUP
                ? Optional.empty()
                : group.sources().rival();
        return rival.<Outcome>map(host -> new Outcome.Accepted(0, Optional.of(new Hint.AlternatingSources(host))))
                .orElse(Outcome.ACCEPTED);
    }

    @Override
    public Outcome pushGroups(Command.PushGroups command) {
        Draft.Savepoint before = draft.savepoint();
        for (int i = 0; i < command.pushes().size(); i++) {
            Command.Push push = command.pushes().get(i);
            sequence++; // what came first is decided by it, also among these
            PushJudge.Refusal refusal = new PushJudge(draft, push, sequence, timeNanos).apply();
            if (refusal != null) {
                draft.restore(before);
                return refuse(push, refusal, i);
            }
        }
        return Outcome.ACCEPTED;
    }

    @Override
    public Outcome recordFailure(Command.RecordFailure failure) {
        fail(failure);
        return new Outcome.Rejected(Outcome.Cause.INCONSISTENT, failure.reason(), 0);
    }

    @Override
    public Outcome delete(Command.Delete delete) {
        Group group = draft.group(delete.key());
        if (group == null) {
            return new Outcome.Accepted(0, Optional.of(new Hint.NoSuchGroup(groupsOfJobOf(delete.key()))));
        }
        draft.removeWithFamilies(group);
        return deleted(1);
    }

    @Override
    public Outcome deleteMatching(Command.DeleteMatching delete) {
        List<Group> matching;
        try {
            matching = new Selection(delete.selector(), delete.stepsMax()).from(draft.byKey());
        } catch (TooMuchToMatchException e) {
            return new Outcome.Rejected(Outcome.Cause.LIMIT, String.valueOf(e.getMessage()), 0);
        }
        long expected = delete.expectedCount().orElse(matching.size());
        if (matching.size() != expected) {
            return new Outcome.UnexpectedCount(matching.size());
        }
        if (matching.size() == draft.byKey().size()) {
            return wipe(new Command.Wipe());
        }
        matching.forEach(draft::removeWithFamilies);
        return deleted(matching.size());
    }

    @Override
    public Outcome wipe(Command.Wipe wipe) {
        int count = draft.byKey().size();
        draft.clear();
        return deleted(count);
    }

    private int groupsOfJobOf(GroupingKey key) {
        // Keys are ordered by job first, and the one without further labels comes before all others of the job.
        GroupingKey first = GroupingKey.of(List.of(new Label(GroupingKey.JOB, key.job())));
        int[] count = {0};
        draft.byKey().visitFrom(first, (each, group) -> {
            boolean counts = each.job().equals(key.job()) && count[0] < Hint.NoSuchGroup.GROUPS_OF_JOB_MAX;
            count[0] += counts ? 1 : 0;
            return counts;
        });
        return count[0];
    }

    private static Outcome deleted(long groups) {
        return groups == 0 ? Outcome.ACCEPTED : new Outcome.Accepted(groups, Optional.empty());
    }

    private Outcome refuse(Command.Push push, PushJudge.Refusal refusal, int position) {
        if (refusal.cause() != Outcome.Cause.LIMIT) { // which is ours, and must not make a full store fuller
            fail(new Command.RecordFailure(push.key(), refusal.reason(), push.limits(), push.source()));
        }
        return new Outcome.Rejected(refusal.cause(), refusal.reason(), position);
    }

    /**
     * Moves the group's failure time; a group that did not exist is created for it, as the original does. But not where the
     * store is limited: whoever pushes nothing right would take the room of those who do.
     */
    private void fail(Command.RecordFailure command) {
        Group.Failure failure = new Group.Failure(timeNanos, command.reason(), command.source());
        Group old = draft.group(command.key());
        if (old != null) {
            draft.putGroup(old.with(failure));
            return;
        }
        if (!command.limits().equals(StoreLimits.UNLIMITED)) {
            return;
        }
        Draft.Savepoint before = draft.savepoint();
        draft.putGroup(new Group(command.key(), sequence, 0, failure, Sources.NONE, List.of()));
        // Not if a twin of this key ({job="a"} and {job="a",instance=""}) has the same two time series already.
        if (!draft.unexposed().isEmpty()) {
            draft.restore(before);
        }
    }
}
