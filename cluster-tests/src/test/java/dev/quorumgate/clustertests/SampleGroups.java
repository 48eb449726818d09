package dev.quorumgate.clustertests;

import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.proto.client.BucketSpan;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import dev.quorumgate.proto.client.MetricType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Groups such as jobs leave behind, to be looked at. */
final class SampleGroups {
    private static final String PROTOBUF =
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

    private static final String ALL_TYPES = """
            # HELP job_last_success_timestamp_seconds When the job last succeeded.
            # TYPE job_last_success_timestamp_seconds gauge
            job_last_success_timestamp_seconds NOW
            # HELP job_rows_total Rows written, by table.
            # TYPE job_rows_total counter
            job_rows_total{table="orders"} 182933
            job_rows_total{table="customers"} 80211
            job_rows_total{table="invoices",schema="archive"} 12004
            job_rows_total{table="payments"} 151200
            # HELP job_stage_seconds How long each stage took.
            # TYPE job_stage_seconds summary
            job_stage_seconds{stage="load",quantile="0.5"} 0.42
            job_stage_seconds{stage="load",quantile="0.9"} 1.31
            job_stage_seconds{stage="load",quantile="0.99"} 4.07
            job_stage_seconds_sum{stage="load"} 311.2
            job_stage_seconds_count{stage="load"} 512
            # HELP job_request_seconds Latency of calls to the warehouse.
            # TYPE job_request_seconds histogram
            job_request_seconds_bucket{le="0.005"} 12
            job_request_seconds_bucket{le="0.01"} 90
            job_request_seconds_bucket{le="0.025"} 410
            job_request_seconds_bucket{le="0.05"} 820
            job_request_seconds_bucket{le="0.1"} 1190
            job_request_seconds_bucket{le="0.25"} 1320
            job_request_seconds_bucket{le="0.5"} 1361
            job_request_seconds_bucket{le="1"} 1370
            job_request_seconds_bucket{le="+Inf"} 1374
            job_request_seconds_sum 88.1
            job_request_seconds_count 1374
            """;

    private SampleGroups() {}

    /** One family of each type that text can tell. */
    private static String allTypes() {
        return ALL_TYPES.replace("NOW", Long.toString(Instant.now().getEpochSecond()));
    }

    /** A dozen groups, one of which has had its push refused. */
    static void pushTo(Gateway gateway) throws IOException, InterruptedException {
        for (String job : List.of("etl-customers", "etl-invoices", "etl-orders", "nightly-report")) {
            gateway.push("/job/" + job + "/instance/batch-01", allTypes());
            gateway.push("/job/" + job + "/instance/batch-02", allTypes());
        }
        gateway.push("/job/backup-db/tier/gold/zone/eu-central", "backup_size_bytes 91824719824\n");
        gateway.push("/job/backup-db/tier/gold/zone/us-east", "backup_size_bytes 1824719824\n");
        gateway.push("/job/backup-files/zone/eu", "backup_seconds 12.5\n");
        gateway.push("/job/backup-files/zone/eu", "# TYPE backup_size_bytes counter\nbackup_size_bytes 1\n");
        gateway.push("/job/warehouse/instance/w1", PROTOBUF, nativeHistogram());
    }

    /** A native histogram of nine buckets beside its zero bucket. */
    static byte[] nativeHistogram() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Histogram.Builder histogram = Histogram.newBuilder()
                .setSampleCount(99)
                .setSampleSum(311.25)
                .setSchema(1)
                .setZeroThreshold(0.001)
                .setZeroCount(3)
                .addPositiveSpan(BucketSpan.newBuilder().setOffset(-3).setLength(9));
        for (long delta : new long[] {2, 5, 9, 8, -3, -7, -6, -5, -2}) {
            histogram.addPositiveDelta(delta);
        }
        MetricFamily.newBuilder()
                .setName("work_seconds")
                .setHelp("Time for a piece of work.")
                .setType(MetricType.HISTOGRAM)
                .addMetric(Metric.newBuilder().setHistogram(histogram))
                .build()
                .writeDelimitedTo(body);
        return body.toByteArray();
    }
}
