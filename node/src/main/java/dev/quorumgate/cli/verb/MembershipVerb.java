package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.DurationConverter;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.MemberProgress;
import dev.quorumgate.proto.admin.MembershipReply;
import dev.quorumgate.proto.admin.QuorumChange;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the verbs that change the members have in common. */
abstract class MembershipVerb extends OnlineVerb {
    private static final Duration CATCHING_UP = Duration.ofMinutes(10);

    @Mixin
    private ForceOption force = new ForceOption();

    final ForceOption force() {
        return force;
    }

    final Report report(String name, boolean isNothingToDo, QuorumChange quorum, String note) {
        return new Report()
                .fact("member", Cell.of(name))
                .fact("state", Cell.of(state(isNothingToDo)))
                .fact("quorum_before", Texts.quorum(quorum.getBefore()))
                .fact("quorum_after", Texts.quorum(quorum.getAfter()))
                .fact("note", Cell.of(note));
    }

    final void show(String name, MembershipReply reply) {
        Report report = reply.hasQuorum()
                ? report(name, reply.getNothingToDo(), reply.getQuorum(), reply.getNote())
                : new Report()
                        .fact("member", Cell.of(name))
                        .fact("state", Cell.of(state(reply.getNothingToDo())))
                        .fact("note", Cell.of(reply.getNote()));
        show(report.fact("configuration_index", Cell.of(reply.getConfigurationIndex())));
    }

    private String state(boolean isNothingToDo) {
        return isNothingToDo ? "nothing to do" : force.isDryRun() ? "would be done" : "done";
    }

    /** Of those changes that a node has to be running for. */
    abstract static class OfNewcomer extends MembershipVerb {
        @Option(
                names = "--wait",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                description = "How long to wait for the node to be started. Default: that of --timeout.")
        private Optional<Duration> wait = Optional.empty();

        /** To receive what there is takes its time; the leader gives up who receives nothing. */
        @Override
        protected Duration patience() {
            return force().isDryRun() ? timeout() : waitForNode().plus(CATCHING_UP);
        }

        final Duration waitForNode() {
            return wait.orElse(timeout());
        }

        /** Tells people how far it is, and gives the last message. */
        final MemberProgress follow(Iterator<MemberProgress> messages) {
            MemberProgress last = MemberProgress.getDefaultInstance();
            String told = "";
            String startCommand = "";
            while (messages.hasNext()) {
                last = messages.next();
                String text = words(last);
                if (!text.equals(told) && !force().isDryRun()) {
                    say(text);
                    told = text;
                }
                startCommand = last.getStartCommand().isEmpty() ? startCommand : last.getStartCommand();
            }
            return last.toBuilder().setStartCommand(startCommand).build();
        }

        private static String words(MemberProgress progress) {
            String name = progress.getMember().getName();
            return switch (progress.getPhase()) {
                case AWAITED ->
                    "waiting for " + name + "; if it does not run yet, start it:\n  " + progress.getStartCommand();
                case CATCHING_UP ->
                    progress.getMemberIndex() < 0
                            ? name + " is there and receives what there is"
                            : name + " has log index " + progress.getMemberIndex() + " of " + progress.getLeaderIndex();
                case COMMITTING -> "the change is in the log";
                case DONE -> progress.getNothingToDo() ? "nothing to do" : "done";
                case PHASE_UNSPECIFIED, UNRECOGNIZED -> "";
            };
        }

        final void show(MemberProgress last) {
            Report report = report(last.getMember().getName(), last.getNothingToDo(), last.getQuorum(), last.getNote());
            if (force().isDryRun()) {
                report.fact("start_command", Cell.of(last.getStartCommand()));
            }
            show(report);
        }
    }
}
