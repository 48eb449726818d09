package dev.quorumgate.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionFormatTest {
    private static final Map<String, String> TYPES = Map.of(
            "text", "text/plain; version=0.0.4; charset=utf-8",
            "openmetrics", "application/openmetrics-text; version=1.0.0; charset=utf-8",
            "protobuf", protobuf("delimited"),
            "debug", protobuf("text"),
            "compact", protobuf("compact-text"));

    @ParameterizedTest(name = "Accept: {0}")
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "'' | text | underscores",
                "*/* | text | underscores",
                "text/html | text | underscores",
                "text/plain;version=0.0.3 | text | underscores",
                "text/plain;version=0.0.4;escaping=allow-utf-8 | text | allow-utf-8",
                "text/plain;version=0.0.4;escaping=nonsense | text | underscores",
                "application/openmetrics-text;version=1.0.0 | openmetrics | underscores",
                "application/openmetrics-text | openmetrics | underscores",
                "application/openmetrics-text;version=0.0.1 | text | underscores",
                "application/openmetrics-text;version=1.0.0;q=0.2,text/plain;q=0.3 | text | underscores",
                "application/openmetrics-text;version=1.0.0;q=0 | text | underscores",
                "application/vnd.google.protobuf | text | underscores",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text | debug | underscores",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=compact-text;escaping=dots | compact | dots",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited | protobuf | underscores",
                "APPLICATION/vnd.google.protobuf; Encoding=delimited; proto=\"io.prometheus.client.MetricFamily\"; escaping=dots | protobuf | dots",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.2,text/plain;version=0.0.4;q=0.5 | text | underscores",
                "text/plain;version=0.0.4;q=0.5,application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7 | protobuf | underscores",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0 | text | underscores",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;escaping=values;q=0.3,*/*;q=0.1 | openmetrics | allow-utf-8",
                // What Prometheus 3 asks for, with and without OpenMetrics: escaping is taken over from clauses tried
                // in vain.
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | openmetrics | allow-utf-8",
                "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | text | allow-utf-8",
                "text/html;escaping=dots | text | dots",
                "*/*;escaping=values | text | values",
                "text/html;escaping=dots;q=0.1,text/plain;q=0.2 | text | underscores",
            })
    void answersWhatWasAskedForOrText(String accept, String encoding, String escaping) {
        String contentType =
                ExpositionFormat.negotiate(accept == null ? "" : accept).contentType();

        assertThat(contentType).isEqualTo(TYPES.get(encoding) + "; escaping=" + escaping);
    }

    private static String protobuf(String encoding) {
        return "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=" + encoding;
    }
}
