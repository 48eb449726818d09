package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.CliException;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.Verb;
import dev.quorumgate.recovery.RecoveryPlan;
import dev.quorumgate.recovery.RefusedForSafetyException;
import dev.quorumgate.recovery.Survivors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code recover plan}: what is left, and what would be lost. */
@Command(
        name = "plan",
        description = {
            "Tell what the data folders of stopped nodes hold, which of them is best, and what would be lost if a new cluster"
                    + " began with that. Changes nothing.",
            "When a majority of the members is gone for good, copy the folders of those that are left to one machine, or look at"
                    + " the only one where it is."
        })
public final class RecoverPlanVerb extends Verb {
    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Data folders of one cluster, their nodes stopped.")
    private List<Path> folders = List.of();

    @Override
    protected ExitCode run() throws IOException {
        try (Survivors survivors = Survivors.take(folders)) {
            RecoveryPlan plan = survivors.plan();
            show(RecoveryReport.of(plan));
            if (plan.isMajorityHere()) {
                say("a majority of the voters is here: starting these nodes again is enough, and better");
            }
            return ExitCode.DONE;
        } catch (RefusedForSafetyException e) {
            throw new CliException(ExitCode.REFUSED, String.valueOf(e.getMessage()));
        }
    }
}
