package dev.quorumgate.cli.verb;

import dev.quorumgate.api.InvalidParameterException;
import dev.quorumgate.api.SelectorParser;
import dev.quorumgate.cli.CliException;
import dev.quorumgate.cli.DurationConverter;
import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.importing.Losses;
import dev.quorumgate.cli.importing.Source;
import dev.quorumgate.cli.importing.SourceAddress;
import dev.quorumgate.cli.importing.Transfer;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Mood;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.groups.GroupSelector;
import dev.quorumgate.proto.admin.AdminServiceGrpc.AdminServiceBlockingStub;
import dev.quorumgate.tls.Authorities;
import dev.quorumgate.tls.InvalidPemException;
import dev.quorumgate.tls.Pem;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}: the groups of a Pushgateway. */
@Command(
        name = "import",
        description = {
            "Copy the groups of a running Pushgateway into the cluster.",
            "Each group becomes what it is there; groups that are here alone stay. It may be repeated."
        })
public final class ImportVerb extends OnlineVerb {
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);

    @Parameters(
            paramLabel = "URL",
            description = "Of the Pushgateway, with its path if it has one: http://HOST:9091/prefix.")
    private String url = "";

    @Option(
            names = "--match",
            paramLabel = "MATCHERS",
            description = "Only the groups whose labels match, as in job=~\"etl-.*\",zone!=\"eu\". May be repeated.")
    private List<String> match = List.of();

    @Option(names = "--dry-run", description = "Have the cluster look at each group, and store nothing.")
    private boolean isDryRun;

    @Option(names = "--user", paramLabel = "NAME", description = "Whom the Pushgateway is to let in.")
    private @Nullable String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "Holds the user's password.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--source-ca-file",
            paramLabel = "FILE",
            description = "Authorities that sign the Pushgateway's certificate, in PEM. Default: the system's.")
    private @Nullable Path authorityFile;

    @Option(
            names = "--total-timeout",
            paramLabel = "TIME",
            defaultValue = "1h",
            converter = DurationConverter.class,
            description =
                    "How long all of it may take; --timeout is for each push and answer. Default: ${DEFAULT-VALUE}.")
    private Duration totalTimeout = Duration.ZERO;

    private long spokenNanos = System.nanoTime();

    @Override
    protected Duration patience() {
        return totalTimeout;
    }

    @Override
    protected ExitCode run(Endpoints endpoints) throws Exception {
        GroupSelector selector = selector();
        SourceAddress address = address();
        AdminServiceBlockingStub cluster = endpoints.stubWithoutDeadline();
        Source source = Source.open(address, timeout());
        Losses losses = new Losses();
        try (Transfer transfer = new Transfer(
                request -> cluster.withDeadlineAfter(timeout().toNanos(), TimeUnit.NANOSECONDS)
                        .push(request),
                isDryRun)) {
            try {
                source.read(selector, losses, group -> {
                    transfer.push(group);
                    sayProgress(transfer.pushed().size());
                });
                transfer.finish();
            } catch (CliException | StatusRuntimeException e) {
                say("ended after " + transfer.pushed().size() + " groups; it may be repeated without harm");
                throw e;
            }
            show(report(address, source, transfer.pushed(), losses));
            boolean isComplete = transfer.pushed().stream().allMatch(Transfer.Pushed::isStored);
            return isComplete ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private GroupSelector selector() {
        try {
            return SelectorParser.selector(dev.quorumgate.api.Parameters.of(
                    Map.of(SelectorParser.PARAMETER, match), SelectorParser.PARAMETER));
        } catch (InvalidParameterException e) {
            throw usage("--match: " + e.getMessage());
        }
    }

    private SourceAddress address() throws IOException, GeneralSecurityException {
        SourceAddress address;
        try {
            address = SourceAddress.of(url);
        } catch (IllegalArgumentException e) {
            throw usage("'" + url + "': " + e.getMessage());
        }
        if ((user == null) != (passwordFile == null)) {
            throw usage("--user and --password-file belong together");
        }
        if (user != null && passwordFile != null) {
            if (url.startsWith("http:")) {
                say("the password goes to " + address + " for everybody on the way to read: it is no https");
            }
            address = address.as(user, read("--password-file", passwordFile).replaceFirst("\\R$", ""));
        }
        return authorityFile == null ? address : address.trusting(authorities(authorityFile));
    }

    private SSLContext authorities(Path file) throws IOException, GeneralSecurityException {
        try {
            return Authorities.clientContext(Pem.certificates(read("--source-ca-file", file)));
        } catch (InvalidPemException e) {
            throw usage("--source-ca-file: '" + file + "' " + e.getMessage());
        }
    }

    private void sayProgress(int groups) {
        if (System.nanoTime() - spokenNanos > BETWEEN_WORDS.toNanos()) {
            spokenNanos = System.nanoTime();
            say(groups + " groups so far");
        }
    }

    private Report report(SourceAddress address, Source source, List<Transfer.Pushed> groups, Losses losses) {
        List<Transfer.Pushed> stored =
                groups.stream().filter(Transfer.Pushed::isStored).toList();
        String done = isDryRun ? "would be stored" : "stored";
        Report report = new Report()
                .fact("source", Cell.of(address.toString()))
                .fact("source_version", Cell.of(source.version()))
                .fact("dry_run", Cell.of(isDryRun))
                .fact("stored", done, Cell.of(stored.size(), stored.size() + " groups"))
                .fact(
                        "series",
                        Cell.of(stored.stream()
                                .mapToInt(Transfer.Pushed::series)
                                .sum()))
                .fact("refused", Cell.of(groups.size() - stored.size(), groups.size() - stored.size() + " groups"));
        Report.Section section = report.section("groups")
                .column("group")
                .number("families")
                .number("series")
                .column("result");
        for (Transfer.Pushed each : groups) {
            section.row(
                    Texts.group(each.labels()),
                    Cell.of(each.families()),
                    Cell.of(each.series()),
                    each.isStored()
                            ? Cell.of(done)
                            : Cell.of("refused: " + each.refusal()).in(Mood.BAD));
        }
        losses.appendTo(report);
        return report;
    }
}
