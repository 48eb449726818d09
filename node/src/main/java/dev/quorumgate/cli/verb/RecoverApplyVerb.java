package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.CliException;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.Verb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.Members;
import dev.quorumgate.recovery.Recovery;
import dev.quorumgate.recovery.RecoveryPlan;
import dev.quorumgate.recovery.RefusedForSafetyException;
import dev.quorumgate.recovery.Restore;
import dev.quorumgate.recovery.Survivors;
import dev.quorumgate.telemetry.BuildInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code recover apply}: a new cluster from what is left. */
@Command(
        name = "apply",
        description = {
            "Begin a new cluster with the best of the data folders of stopped nodes, as 'recover plan' tells.",
            "The folder is kept as it is under another name, and a backup file is made of it, from which further members can be"
                    + " restored. The new cluster has another id: members that come back from the dead cannot take part."
        })
public final class RecoverApplyVerb extends Verb {
    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Data folders of one cluster, their nodes stopped.")
    private List<Path> folders = List.of();

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "The member that the new folder is for. Default: the one that the best folder belongs to.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--members",
            paramLabel = "LIST",
            description = NewMembers.DESCRIPTION + " Default: that one alone.")
    private Optional<String> list = Optional.empty();

    @Option(names = "--yes", description = "Do it; nothing is done without.")
    private boolean isMeant;

    @Mixin
    private ForceOption force = new ForceOption();

    @Override
    protected ExitCode run() throws IOException {
        try (Survivors survivors = Survivors.take(folders)) {
            return run(survivors.plan());
        } catch (RefusedForSafetyException e) {
            throw new CliException(ExitCode.REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private ExitCode run(RecoveryPlan plan) throws IOException {
        String best = plan.best().identity().node();
        String node = name.orElse(best);
        if (list.isEmpty() && !node.equals(best)) {
            throw usage("the best folder belongs to '" + best + "'; --members says where '" + node + "' is reached");
        }
        Members members = list.map(text -> NewMembers.parse(text, node, this::usage))
                .orElseGet(() -> new Members(List.of(self(plan, node))));
        Recovery recovery = new Recovery(plan, BuildInfo.load().version(), Instant.now());
        recovery.requirePossible();
        requireSense(plan);
        if (force.isDryRun() || !isMeant) {
            show(RecoveryReport.of(plan)
                    .fact("file", Cell.of(recovery.file().toString()))
                    .fact("copy", Cell.of(recovery.copy().toString()))
                    .fact("new_members", Cell.of(members.canonical())));
            say(force.isDryRun() ? "nothing was done: this is a dry run" : "nothing was done: --yes does it");
            return force.isDryRun() ? ExitCode.DONE : ExitCode.REFUSED;
        }
        boolean alone =
                list.isEmpty() && plan.best().identity().initialMembers().isEmpty();
        Recovery.Done done = recovery.apply((file, storage) -> alone
                ? Restore.alone(file, storage, members.all().get(0))
                : Restore.among(file, storage, node, members));
        Report report = BackupReport.of(done.file(), done.restore().facts())
                .fact("copy", Cell.of(done.copy().toString()))
                .fact("storage_path", Cell.of(done.restore().storage().toString()))
                .fact("new_cluster_id", Cell.of(done.restore().clusterId().toString()))
                .fact("start_command", Cell.of(done.restore().startCommand()));
        addCommandsForTheOthers(report, done.restore());
        show(report);
        return ExitCode.DONE;
    }

    /** A new cluster shuts out the members of the old one, so it is no way to begin with. */
    private void requireSense(RecoveryPlan plan) throws RefusedForSafetyException {
        String clusterId = plan.best().identity().clusterId();
        if (force.clusterId().equals(clusterId)) {
            return;
        }
        if (!force.clusterId().isEmpty()) {
            throw usage("--force: '" + force.clusterId() + "' is not the id of this cluster");
        }
        String anyway = "; --force " + clusterId + " makes a new cluster all the same";
        if (plan.isMajorityHere()) {
            throw new RefusedForSafetyException(
                    "a majority of the voters is here: start these nodes again, nothing is lost then" + anyway);
        }
        if (!plan.best().damage().isEmpty()) {
            throw new RefusedForSafetyException("the best folder is not whole: "
                    + String.join("; ", plan.best().damage())
                    + ". Look for another copy of it, or for another member's" + anyway);
        }
    }

    /** The node as its cluster knew it. */
    private Member self(RecoveryPlan plan, String node) {
        String list = plan.configuration().voters().stream()
                .filter(voter -> voter.name().equals(node))
                .map(MemberRef::spelled)
                .findFirst()
                .orElseThrow(
                        () -> usage("nothing in the folders says where '" + node + "' is reached; --members does"));
        return NewMembers.parse(list, node, this::usage).all().get(0);
    }

    private static void addCommandsForTheOthers(Report report, Restore restore) {
        Report.Section commands =
                report.section("restore_commands").column("node").column("command");
        for (Member member : restore.members().except(restore.node())) {
            commands.row(
                    Cell.of(member.name()),
                    Cell.of("quorumgate backup restore FILE --storage.path=DIR --node=" + member.name() + " --members="
                            + restore.members().canonical()));
        }
    }
}
