package dev.quorumgate.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.groups.TestPushes;
import dev.quorumgate.model.FamilyMetadata;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is scraped where escaping makes names equal that are not: never a name or a series twice. */
class EscapedScrapeTest {
    private static final String UNDERSCORES = TestGateway.TEXT;
    private static final String UTF8 = TestGateway.TEXT + ";escaping=allow-utf-8";

    @Test
    void keepsTheFamilyWhoseNameNeedsNoEscapingWhereverItStands() throws IOException {
        TestGateway gateway = new TestGateway().push("a", "# TYPE \"m.n\" gauge\n{\"m.n\"} 1\nm_n 2\n{\"z-z\"} 3\n");

        assertThat(lines(gateway, UNDERSCORES))
                .containsExactly(
                        "# TYPE m_n untyped",
                        "m_n{instance=\"\",job=\"a\"} 2",
                        "# TYPE z_z untyped",
                        "z_z{instance=\"\",job=\"a\"} 3");
        assertThat(hidden(gateway, UNDERSCORES)).isEqualTo(1);
        assertThat(lines(gateway, UTF8)).hasSize(6).contains("{\"m.n\",instance=\"\",job=\"a\"} 1");
        assertThat(hidden(gateway, UTF8)).isZero();
    }

    @Test
    void keepsTheFirstOfTwoThatAreEscapedAlike() throws IOException {
        TestGateway gateway = new TestGateway().push("a", "{\"m/n\"} 1\n{\"m.n\"} 2\n");

        assertThat(lines(gateway, UNDERSCORES)).containsExactly("# TYPE m_n untyped", "m_n{instance=\"\",job=\"a\"} 2");
        assertThat(lines(gateway, TestGateway.TEXT + ";escaping=values"))
                .contains("U__m_2e_n{instance=\"\",job=\"a\"} 2", "U__m_2f_n{instance=\"\",job=\"a\"} 1");
    }

    @Test
    void leavesOutAFamilyWhoseSumsOrCountsWouldBeThoseOfAnother() throws IOException {
        TestGateway gateway = new TestGateway()
                .push("a", "# TYPE \"s.x\" summary\n{\"s.x_sum\"} 1\n{\"s.x_count\"} 1\n")
                .push("b", "# TYPE s_x_count gauge\ns_x_count 5\n");

        assertThat(lines(gateway, UNDERSCORES))
                .containsExactly("# TYPE s_x_count gauge", "s_x_count{instance=\"\",job=\"b\"} 5");
    }

    @Test
    void leavesOutAFamilyThatWouldHaveTheNameOfAnOwnOne() throws IOException {
        TestGateway gateway = new TestGateway().push("a", "{\"own.one\"} 1\n");
        MetricFamily own = new MetricFamily.Builder()
                .add(List.of(), new byte[] {0x12, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0})
                .build(FamilyMetadata.of("own_one", MetricType.GAUGE));

        Scrape scrape = gateway.answer(UNDERSCORES, own);

        assertThat(TestGateway.text(scrape)).startsWith("# TYPE own_one gauge\nown_one 0\n# HELP push_");
        assertThat(scrape.hiddenFamilies()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {TestGateway.TEXT, TestGateway.DELIMITED, TestGateway.OPENMETRICS})
    void tellsEachSeriesOnce(String accept) throws IOException {
        TestGateway gateway = new TestGateway()
                .push(
                        "a",
                        "m{\"x.y\"=\"1\"} 1\n{\"m\",\"x/y\"=\"1\"} 2\nm{\"x.y\"=\"2\"} 3\nm{\"x.y\"=\"3\",x_y=\"3\"} 4\n")
                .push(TestPushes.key("a", "x_y", "1"), TestGateway.TEXT, "m 5\n".getBytes(StandardCharsets.UTF_8));
        Scrape scrape = gateway.answer(accept);

        byte[] body = TestGateway.scrape(scrape);

        if (accept.equals(TestGateway.DELIMITED)) {
            assertThat(RoundTripTest.families(body).get(0).getMetricList())
                    .extracting(metric -> metric.getUntyped().getValue())
                    .containsExactlyInAnyOrder(3.0, 5.0);
        } else {
            assertThat(gateway.text(accept).lines().filter(line -> line.startsWith("m{")))
                    .containsExactlyInAnyOrder(
                            "m{instance=\"\",job=\"a\",x_y=\"2\"} 3", "m{instance=\"\",job=\"a\",x_y=\"1\"} 5");
        }
        assertThat(scrape.hiddenFamilies()).isEqualTo(1);
    }

    @Test
    void neverMakesANameOfALabel() throws IOException {
        TestGateway gateway = new TestGateway().push("a", "m{\".-name..\"=\"evil\"} 1\nn 1\n");

        assertThat(lines(gateway, UNDERSCORES)).containsExactly("# TYPE n untyped", "n{instance=\"\",job=\"a\"} 1");
    }

    @ParameterizedTest(name = "{0} by {1}")
    @CsvSource(delimiter = '|', textBlock = """
            a.b_c  | underscores | a_b_c       | a_b_c
            a.b_c  | dots        | a_dot_b__c  | a_dot_b__c
            a.b_c  | values      | U__a_2e_b__c| U__a_2e_b__c
            a:b    | underscores | a:b         | a_b
            a:b    | dots        | a:b         | a__b
            a:b    | values      | a:b         | U__a_3a_b
            1a1    | underscores | _a1         | _a1
            1a1    | dots        | __a1        | __a1
            1a1    | values      | U___31_a1   | U___31_a1
            é😀    | underscores | __          | __
            é😀    | values      | U___e9__1f600_ | U___e9__1f600_
            a_b    | dots        | a_b         | a_b
            a_b    | values      | a_b         | a_b
            """)
    void escapesAsTheOriginal(String name, String escaping, String metric, String label) throws IOException {
        TestGateway gateway = new TestGateway().push("a", "{\"" + name + "\"} 1\n{\"zz\",\"" + name + "\"=\"1\"} 1\n");

        List<String> lines = lines(gateway, TestGateway.TEXT + ";escaping=" + escaping);

        assertThat(lines).contains("# TYPE " + metric + " untyped").anyMatch(line -> line.contains(label + "=\"1\""));
    }

    @Test
    void rendersWhatHasOnlyLegacyNamesOnceForAllEscapings() throws IOException {
        TestGateway gateway = new TestGateway().push("a", "m{x=\"1\"} 1\n");
        byte[] utf8 = gateway.scrape(UTF8);

        for (String escaping : List.of("underscores", "dots", "values")) {
            assertThat(gateway.scrape(TestGateway.TEXT + ";escaping=" + escaping))
                    .isEqualTo(utf8);
        }
    }

    private static int hidden(TestGateway gateway, String accept) throws IOException {
        Scrape scrape = gateway.answer(accept);
        TestGateway.scrape(scrape);
        return scrape.hiddenFamilies();
    }

    /** Without the times of groups. */
    private static List<String> lines(TestGateway gateway, String accept) throws IOException {
        return gateway.text(accept)
                .lines()
                .filter(line -> !line.contains("push_"))
                .toList();
    }
}
