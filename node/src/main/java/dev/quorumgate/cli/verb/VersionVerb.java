package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.Verb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Format;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.telemetry.BuildInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code version}: of this program; {@code status} tells those of the nodes. */
@Command(name = "version", description = "Tell what this program was built from, and what it runs on.")
public final class VersionVerb extends Verb {
    @Option(names = "--short", description = "The version alone.")
    private boolean isShort;

    @Override
    protected ExitCode run() {
        BuildInfo build = BuildInfo.load();
        if (isShort) {
            out().println(build.version());
        } else if (format() == Format.TABLE) {
            out().print(build.text());
        } else {
            show(new Report()
                    .fact("version", Cell.of(build.version()))
                    .fact("branch", Cell.of(build.branch()))
                    .fact("revision", Cell.of(build.revision()))
                    .fact("java_version", Cell.of(build.javaVersion()))
                    .fact("platform", Cell.of(build.operatingSystem() + "/" + build.architecture())));
        }
        return ExitCode.DONE;
    }
}
