package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.CliException;
import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.doctor.ClusterCheck;
import dev.quorumgate.cli.doctor.EndpointCheck;
import dev.quorumgate.cli.doctor.Findings;
import dev.quorumgate.cli.doctor.HttpCheck;
import dev.quorumgate.cli.doctor.NodeCheck;
import dev.quorumgate.cli.doctor.ScrapeConfigCheck;
import dev.quorumgate.proto.admin.AdminServiceGrpc.AdminServiceBlockingStub;
import dev.quorumgate.proto.admin.DiagnoseReply;
import dev.quorumgate.proto.admin.DiagnoseRequest;
import dev.quorumgate.proto.admin.Role;
import dev.quorumgate.proto.admin.StatusReply;
import dev.quorumgate.proto.admin.StatusRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code doctor}: what may be wrong around the cluster. */
@Command(
        name = "doctor",
        description = {
            "Look for what is wrong around the cluster: clocks, addresses, ports, disks, file limits, certificates,",
            "and the configuration of the Prometheus that scrapes it. Changes nothing."
        })
public final class DoctorVerb extends OnlineVerb {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(1);

    @Option(names = "--node", paramLabel = "NAME", description = "Look at this member's surroundings only.")
    private @Nullable String node;

    @Option(
            names = "--http",
            paramLabel = "URL",
            split = ",",
            description =
                    "Ask these, nodes or the load balancer before them, whether they are ready: http://HOST:9091.")
    private List<String> urls = List.of();

    @Option(
            names = "--scrape-config",
            paramLabel = "FILE",
            description = "Configuration of the Prometheus that scrapes the cluster.")
    private @Nullable Path scrapeConfig;

    @Option(
            names = "--scrape-job",
            paramLabel = "NAME",
            split = ",",
            description = "Its jobs that scrape the cluster. Default: those that look like it.")
    private List<String> scrapeJobs = List.of();

    @Override
    protected ExitCode run(Endpoints endpoints) throws Exception {
        Findings findings = new Findings();
        endpoints.prefer(EndpointCheck.run(endpoints.addresses(), endpoints.upTo(CONNECT_MAX), findings));
        Optional<StatusReply> status = Optional.empty();
        Optional<RuntimeException> unanswered = Optional.empty();
        try {
            status = Optional.of(endpoints.stub().status(StatusRequest.getDefaultInstance()));
            look(endpoints, status.get(), findings);
        } catch (CliException | StatusRuntimeException e) {
            unanswered = Optional.of(e); // what was found up to there is shown first
        }
        for (String url : urls) {
            HttpCheck.run(url, endpoints.left(), findings);
        }
        if (scrapeConfig != null) {
            ScrapeConfigCheck.run(read("--scrape-config", scrapeConfig), cluster(status), findings);
        }
        show(findings.report());
        if (unanswered.isPresent()) {
            throw unanswered.get();
        }
        return findings.hasError() ? ExitCode.FAILED : ExitCode.DONE;
    }

    private void look(Endpoints endpoints, StatusReply status, Findings findings) {
        ClusterCheck.run(status, findings);
        List<String> names = status.getMembersList().stream()
                .map(StatusReply.Row::getReport)
                .filter(report -> report.getRole() != Role.SILENT && report.getRole() != Role.WAITING)
                .map(report -> report.getMember().getName())
                .filter(name -> node == null || node.equals(name))
                .toList();
        if (names.isEmpty() && node != null) {
            throw new CliException(ExitCode.NOT_FOUND, "there is no member '" + node + "' that answers");
        }
        // At once: where one waits for a node that is silent, the others wait, too.
        Map<String, CompletableFuture<DiagnoseReply>> asked = new LinkedHashMap<>();
        for (String name : names) {
            DiagnoseRequest request = DiagnoseRequest.newBuilder().setName(name).build();
            AdminServiceBlockingStub stub = endpoints.stub();
            asked.put(name, CompletableFuture.supplyAsync(() -> stub.diagnose(request)));
        }
        asked.forEach((name, reply) -> {
            try {
                NodeCheck.run(reply.join(), Instant.now(), findings);
            } catch (CompletionException e) {
                findings.unasked(name, String.valueOf(Status.fromThrowable(e).getDescription()));
            }
        });
    }

    private ScrapeConfigCheck.Cluster cluster(Optional<StatusReply> status) {
        Set<String> hosts = status.map(StatusReply::getMembersList).orElse(List.of()).stream()
                .map(row -> row.getReport().getMember().getRaftAddress())
                .map(address -> address.substring(0, Math.max(0, address.lastIndexOf(':'))))
                .collect(Collectors.toSet());
        int size = status.map(StatusReply::getMembersCount).orElse(1);
        return new ScrapeConfigCheck.Cluster(hosts, size, scrapeJobs);
    }
}
