package dev.quorumgate.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.cli.doctor.Findings.Level;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScrapeConfigCheckTest {
    private static final ScrapeConfigCheck.Cluster THREE =
            new ScrapeConfigCheck.Cluster(Set.of("host1", "host2", "host3"), 3, List.of());

    private static final String AS_ADVISED = """
            global: {scrape_interval: 15s}
            scrape_configs:
              - job_name: other
                scrape_interval: 10m
                static_configs: [{targets: ["host1:9100", "host2:9100"]}]
              - job_name: quorumgate-pushed
                honor_labels: true
                params: {"collect[]": [pushed]}
                static_configs: [{targets: ["balancer:80"]}]
              - job_name: nodes
                params: {"collect[]": [node]}
                static_configs: [{targets: ["host1:9091"]}, {targets: ["host2:9091", "host3:9091"]}]
            """;

    private static final String FOR_A_PUSHGATEWAY = """
            scrape_configs:
              - job_name: pushgateway
                honor_labels: true
                static_configs:
                  - targets: ["gateway:9091"]
            """;

    @Test
    void findsNothingWrongWithWhatIsAdvised() {
        assertThat(check(AS_ADVISED, THREE)).containsExactly("OK: nothing that is easily got wrong is wrong");
    }

    @Test
    void oneNodeNeedsNoMoreThanAPushgateway() {
        assertThat(check(FOR_A_PUSHGATEWAY, new ScrapeConfigCheck.Cluster(Set.of("127.0.0.1"), 1, List.of())))
                .containsExactly("OK: nothing that is easily got wrong is wrong");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            honor_labels: true | honor_labels: false | ERROR: without honor_labels
            params: {"collect[]": [pushed]} | params: {} | ERROR: the nodes' own counters come from whichever node
            "balancer:80" | "host1:9091", "host2:9091" | ERROR: each pushed series is scraped from 2 targets
            job_name: quorumgate-pushed | job_name: quorumgate-pushed, scrape_interval: 10m | ERROR: scraped every 600 s
            job_name: quorumgate-pushed | job_name: quorumgate-pushed, scrape_interval: 150s | WARNING: scraped every 150 s
            [node] | [pushed] | ERROR: each pushed series is scraped by several jobs
            [node] | [all] | ERROR: collect[]=all is answered with 400
            [pushed] | [node] | ERROR: no job scrapes the pushed series
            {targets: ["host1:9091"]}, | '' | WARNING: it scrapes 2 of 3 nodes
            scrape_configs: | rules: | ERROR: no job in it scrapes this cluster
            scrape_configs: | '[' | ERROR: it cannot be read as YAML
            """)
    void tellsWhatIsEasilyGotWrong(String right, String wrong, String finding) {
        String replacement = wrong.replace(", scrape_interval", "\n    scrape_interval");

        List<String> found = check(AS_ADVISED.replace(right, replacement), THREE);

        assertThat(found).anyMatch(each -> each.startsWith(finding)).noneMatch(each -> each.startsWith("OK"));
    }

    @Test
    void aConfigurationForAPushgatewayWillNotDoForThreeNodes() {
        assertThat(check(FOR_A_PUSHGATEWAY, THREE))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("ERROR: the nodes' own counters come from whichever node answers");
        assertThat(check(FOR_A_PUSHGATEWAY.replace("\"gateway:9091\"", "a:9091, b:9091, c:9091"), THREE))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("ERROR: each pushed series is scraped from 3 targets");
    }

    @Test
    void jobsThatDoNotLookLikeItMayBeNamed() {
        ScrapeConfigCheck.Cluster named = new ScrapeConfigCheck.Cluster(Set.of(), 1, List.of("batch"));
        String file = FOR_A_PUSHGATEWAY.replace("pushgateway", "batch").replace("true", "false");

        assertThat(check(file, named)).singleElement().asString().startsWith("ERROR: without honor_labels");
    }

    @Test
    void tellsWhereAFileIsNoYamlAndNothingOfWhatStandsThere() {
        assertThat(check("basic_auth:\n  password: [secret\njobs: 1\n", THREE))
                .singleElement()
                .asString()
                .startsWith("ERROR: it cannot be read as YAML: line 3: ")
                .doesNotContain("secret");
    }

    private static List<String> check(String text, ScrapeConfigCheck.Cluster cluster) {
        Findings findings = new Findings();
        ScrapeConfigCheck.run(text, cluster, findings);
        findings.all().stream()
                .filter(each -> each.level() != Level.OK)
                .forEach(each -> assertThat(each.advice()).as(each.what()).isNotEmpty());
        return findings.all().stream()
                .map(each -> each.level() + ": " + each.what())
                .toList();
    }
}
