package dev.quorumgate.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionFormatTest {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8; escaping=";
    private static final String PROTOBUF =
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=";

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
                "application/openmetrics-text;version=1.0.0 | text | underscores",
                "application/vnd.google.protobuf | text | underscores",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text | text | underscores",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited | protobuf | underscores",
                "APPLICATION/vnd.google.protobuf; Encoding=delimited; proto=\"io.prometheus.client.MetricFamily\"; escaping=dots | protobuf | dots",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.2,text/plain;version=0.0.4;q=0.5 | text | underscores",
                "text/plain;version=0.0.4;q=0.5,application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7 | protobuf | underscores",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0 | text | underscores",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;escaping=values;q=0.3,*/*;q=0.1 | text | values",
            })
    void answersWhatWasAskedForOrText(String accept, String encoding, String escaping) {
        String contentType =
                ExpositionFormat.negotiate(accept == null ? "" : accept).contentType();

        assertThat(contentType).isEqualTo((encoding.equals("text") ? TEXT : PROTOBUF) + escaping);
    }
}
