package dev.quorumgate.cli;

import dev.quorumgate.cli.output.Format;
import dev.quorumgate.cli.output.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What each verb has: help, the output format, and the two streams: data on the one, words on the other. */
@CommandLine.Command(
        synopsisHeading = "usage: ",
        descriptionHeading = "%n",
        optionListHeading = "%nFlags:%n",
        parameterListHeading = "%nArguments:%n",
        sortOptions = false,
        usageHelpWidth = 120)
public abstract class Verb implements Callable<Integer> {
    /** The output formats, as they are typed. */
    static final class Formats extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Formats() {
            super(List.of("table", "json", "yaml"));
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            completionCandidates = Formats.class,
            description = "table, json or yaml. Default: ${DEFAULT-VALUE}.",
            order = 100)
    private Format format = Format.TABLE;

    @Option(names = "--no-color", description = "Without colours, which only a terminal gets.", order = 101)
    private boolean isPlain;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.",
            order = 109)
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean isHelpWanted;

    /** Does it; what goes wrong is thrown as a {@link CliException}. */
    protected abstract ExitCode run() throws Exception;

    @Override
    public final Integer call() throws Exception {
        ExitCode code = run();
        if (out().checkError()) {
            throw new CliException(ExitCode.FAILED, "cannot write to the standard output");
        }
        return code.number();
    }

    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    protected final Format format() {
        return format;
    }

    protected final void show(Report report) {
        String text = format.write(report, !isPlain && Terminal.isColoured());
        out().print(text);
        out().flush();
        if (text.isEmpty()) {
            say("there are none");
        }
    }

    /** Something for people beside the data. */
    protected final void say(String text) {
        err().println(text);
        err().flush();
    }

    /** The file that a flag names. */
    protected final String read(String flag, Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw usage(flag + ": there is no file '" + file + "'");
        }
    }

    /** A mistake on the command line that picocli does not see. */
    protected final CommandLine.ParameterException usage(String text) {
        return new CommandLine.ParameterException(spec.commandLine(), text);
    }
}
