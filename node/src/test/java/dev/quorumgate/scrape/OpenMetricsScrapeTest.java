package dev.quorumgate.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.exposition.ExpositionFormat;
import dev.quorumgate.exposition.ExpositionFormat.Encoding;
import dev.quorumgate.groups.Groups;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a scrape is told in OpenMetrics, and when that would be wrong and it is text. */
class OpenMetricsScrapeTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a counter                              | # TYPE c_total counter;c_total 1
            a counter without the suffix           | # TYPE c counter;c -1
            a counter named by nothing else        | # TYPE _total counter;_total -1
            a gauge that is called like a counter  | # TYPE c_total gauge;c_total -1;# TYPE c gauge;c 1
            created, beside nothing                | # TYPE c_created gauge;c_created 1
            a summary                              | # TYPE s summary;s{quantile="0"} NaN;s{quantile="1"} 0;s_sum 0;s_count 1
            a histogram                            | # TYPE h histogram;h_bucket{le="0"} 1;h_bucket{le="1"} 1;h_sum 2;h_count 3
            a histogram that is empty              | # TYPE h histogram;h_sum 0;h_count 0
            untyped ones called like its parts     | h_bucket{le="x"} 1;h_sum -1;h_count -1
            """)
    void tellsWhatItCan(String name, String body) throws IOException {
        TestGateway gateway = new TestGateway().push("a", lines(body));

        assertThat(gateway.answer(TestGateway.OPENMETRICS).format().encoding()).isEqualTo(Encoding.OPENMETRICS);
        assertThat(gateway.text(TestGateway.OPENMETRICS)).endsWith("\n# EOF\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a counter and a gauge of its family's name | # TYPE c_total counter;c_total 1;# TYPE c gauge;c 1
            the gauges of the Python client            | # TYPE c_total counter;c_total 1;# TYPE c_created gauge;c_created 1
            created, beside a histogram                | # TYPE h histogram;h_sum 1;h_count 1;# TYPE h_created gauge;h_created 1
            created, beside a summary                  | # TYPE s summary;s_sum 1;s_count 1;s_created 1
            counters of counters                       | # TYPE c_total counter;c_total 1;# TYPE c_total_total counter;c_total_total 1
            a counter of creations beside a counter    | # TYPE c_total counter;c_total 1;# TYPE c_created_total counter;c_created_total 1
            a counter of what a summary counts         | # TYPE s summary;s_sum 1;s_count 1;# TYPE s_count_total counter;s_count_total 1
            a counter of a histogram's buckets         | # TYPE h histogram;h_sum 1;h_count 1;# TYPE h_bucket_total counter;h_bucket_total 1
            a negative counter                         | # TYPE c_total counter;c_total -1
            a counter that is no number                | # TYPE c_total counter;c_total NaN
            a quantile above 1                         | # TYPE s summary;s{quantile="2"} 1;s_sum 1;s_count 1
            a negative quantile                        | # TYPE s summary;s{quantile="-1"} 1;s_sum 1;s_count 1
            a negative value of a quantile             | # TYPE s summary;s{quantile="1"} -1;s_sum 1;s_count 1
            a negative sum of a summary                | # TYPE s summary;s_sum -1;s_count 1
            a negative sum of a histogram              | # TYPE h histogram;h_sum -1;h_count 1
            a sum that is no number                    | # TYPE h histogram;h_sum NaN;h_count 1
            buckets out of order                       | # TYPE h histogram;h_bucket{le="2"} 1;h_bucket{le="1"} 1;h_sum 1;h_count 1
            buckets that fall                          | # TYPE h histogram;h_bucket{le="1"} 2;h_bucket{le="2"} 1;h_sum 1;h_count 2
            a bucket of negative numbers               | # TYPE h histogram;h_bucket{le="-1"} 1;h_sum 1;h_count 2
            more in a bucket than in all               | # TYPE h histogram;h_bucket{le="1"} 3;h_sum 1;h_count 2
            less in all buckets than in all            | # TYPE h histogram;h_bucket{le="+Inf"} 1;h_sum 1;h_count 2
            half an observation                        | # TYPE h histogram;h_bucket{le="1"} 0.5;h_sum 1;h_count 0.5
            """)
    void isTextWhereItCannotTellAll(String name, String body) throws IOException {
        TestGateway gateway = new TestGateway().push("a", lines(body)).push("b", "fine 1\n");
        String accept = TestGateway.OPENMETRICS + ";escaping=dots";

        assertThat(gateway.answer(accept).format())
                .isEqualTo(ExpositionFormat.negotiate(TestGateway.TEXT + ";escaping=dots"));
        assertThat(gateway.scrape(accept)).isEqualTo(gateway.scrape(TestGateway.TEXT));
    }

    @Test
    void comesBackWhenWhatItCouldNotTellIsGone() throws IOException {
        TestGateway gateway = new TestGateway().push("a", lines("# TYPE c_total counter;c_total -1"));
        Scrape before = gateway.answer(TestGateway.OPENMETRICS);

        gateway.push("a", lines("# TYPE c_total counter;c_total 1"));

        assertThat(before.format().encoding()).isEqualTo(Encoding.TEXT);
        assertThat(gateway.text(TestGateway.OPENMETRICS)).startsWith("""
                # TYPE c counter
                c_total{instance="",job="a"} 1
                """);
    }

    @Test
    void tellsTheEndOfNothing() throws IOException {
        Scrape scrape = new Scrape(Groups.EMPTY, List.of(), ExpositionFormat.negotiate(TestGateway.OPENMETRICS));

        assertThat(TestGateway.text(scrape)).isEqualTo("# EOF\n");
    }

    private static String lines(String body) {
        return body.replace(';', '\n') + "\n";
    }
}
