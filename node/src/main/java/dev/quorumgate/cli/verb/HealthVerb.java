package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.CliException;
import dev.quorumgate.cli.DurationConverter;
import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Mood;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.HealthReply;
import dev.quorumgate.proto.admin.HealthRequest;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code health}: whether something can be stored, and comes to each member. */
@Command(
        name = "health",
        description = {
            "Commit an entry that changes nothing, and wait until each member has applied it.",
            "Exit code 0: all have; 9: a majority has, or there is an alarm; 5: nothing can be committed."
        })
public final class HealthVerb extends OnlineVerb {
    private static final long PAUSE_MILLIS = 500;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Ask again and again, for so long at most, until all is well.")
    private Optional<Duration> wait = Optional.empty();

    @Override
    protected Duration patience() {
        return timeout().plus(wait.orElse(Duration.ZERO));
    }

    @Override
    protected ExitCode run(Endpoints endpoints) throws InterruptedException {
        long end = System.nanoTime() + wait.orElse(Duration.ZERO).toNanos();
        while (true) {
            boolean isLast = System.nanoTime() - end >= 0;
            try {
                HealthReply reply = endpoints.stub(timeout()).health(HealthRequest.getDefaultInstance());
                ExitCode code = codeOf(reply);
                if (isLast || code == ExitCode.DONE) {
                    show(reply, code);
                    return code;
                }
            } catch (CliException | StatusRuntimeException e) {
                if (isLast) {
                    throw e;
                }
                endpoints.startOver();
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private static ExitCode codeOf(HealthReply reply) {
        return reply.getMembersList().stream()
                        .allMatch(member ->
                                member.getReached() && member.getProblem().isEmpty())
                ? ExitCode.DONE
                : ExitCode.DEGRADED;
    }

    private void show(HealthReply reply, ExitCode code) {
        boolean isHealthy = code == ExitCode.DONE;
        Report report = new Report()
                .fact(
                        "healthy",
                        Cell.of(isHealthy, isHealthy ? "yes" : "degraded").in(isHealthy ? Mood.GOOD : Mood.WARNING))
                .fact("index", Cell.of(reply.getIndex()))
                .fact("commit_millis", "commit time", Cell.millis(reply.getCommitMillis()));
        Report.Section members = report.section("members")
                .column("name")
                .column("reached")
                .number("millis", "TIME")
                .column("problem");
        for (HealthReply.Member member : reply.getMembersList()) {
            members.row(
                    Cell.of(member.getName()),
                    Cell.of(member.getReached(), member.getReached() ? "yes" : "no")
                            .in(member.getReached() ? Mood.GOOD : Mood.BAD),
                    Cell.millis(member.getMillis()),
                    Cell.of(member.getProblem()));
        }
        show(report);
    }
}
