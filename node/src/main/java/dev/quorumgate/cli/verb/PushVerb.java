package dev.quorumgate.cli.verb;

import com.google.protobuf.ByteString;
import dev.quorumgate.cli.CliException;
import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.PushReply;
import dev.quorumgate.proto.admin.PushRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code push}. */
@Command(name = "push", description = "Push a file of metrics, by the same rules as over HTTP.")
public final class PushVerb extends OnlineVerb {
    private static final String STANDARD_INPUT = "-";

    @Parameters(
            paramLabel = "FILE",
            description = "Metrics in text, OpenMetrics or protobuf; - for the standard input.")
    private String file = STANDARD_INPUT;

    @Mixin
    private GroupLabels group = new GroupLabels();

    @Option(
            names = "--replace",
            description = "Replace the whole group, as PUT; else the metrics that it names, as POST.")
    private boolean isReplacing;

    @Option(
            names = "--content-type",
            paramLabel = "TYPE",
            defaultValue = "",
            description = "As the header of that name. Default: text.")
    private String contentType = "";

    @Option(names = "--dry-run", description = "Tell what would become of it.")
    private boolean isDryRun;

    @Override
    protected ExitCode run(Endpoints endpoints) throws IOException {
        if (group.labels().isEmpty()) {
            throw usage("to which group? Give --job JOB, and -g NAME=VALUE for each further label");
        }
        PushReply reply = endpoints
                .stub()
                .push(PushRequest.newBuilder()
                        .addAllLabels(group.labels())
                        .setContentType(contentType)
                        .setBody(body())
                        .setReplaceGroup(isReplacing)
                        .setDryRun(isDryRun)
                        .build());
        boolean isTaken = reply.getStatus() < 400;
        show(new Report()
                .fact("accepted", Cell.of(isTaken, isTaken ? "yes" : "no"))
                .fact("dry_run", Cell.of(isDryRun, isDryRun ? "yes" : "no"))
                .fact("status", Cell.of(reply.getStatus()))
                .fact("text", Cell.of(reply.getText()))
                .fact("families", Cell.of(reply.getFamilies()))
                .fact("series", Cell.of(reply.getSeries())));
        return isTaken ? ExitCode.DONE : ExitCode.FAILED;
    }

    private ByteString body() throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return ByteString.readFrom(System.in);
        }
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return ByteString.readFrom(in);
        } catch (NoSuchFileException e) {
            throw new CliException(ExitCode.NOT_FOUND, "there is no file '" + file + "'");
        }
    }
}
