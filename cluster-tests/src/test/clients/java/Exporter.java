import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.exporter.pushgateway.Format;
import io.prometheus.metrics.exporter.pushgateway.PushGateway;
import io.prometheus.metrics.exporter.pushgateway.Scheme;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;

/**
 * Pushes with prometheus-metrics-exporter-pushgateway: URL PROMETHEUS_PROTOBUF|PROMETHEUS_TEXT push|pushAdd|refused|delete.
 * CREDENTIALS may be USER:PASSWORD.
 */
public class Exporter {
    public static void main(String[] arguments) throws Exception {
        Format format = Format.valueOf(arguments[1]);
        String job = format == Format.PROMETHEUS_TEXT ? "java-text" : "java-protobuf";
        PrometheusRegistry registry = new PrometheusRegistry();
        PushGateway gateway = builder(arguments[0])
                .format(format)
                .registry(registry)
                .job(job)
                .groupingKey("instance", "host 1")
                .groupingKey("path", "/var/tmp")
                .groupingKey("none", "")
                .build();
        switch (arguments[2]) {
            case "push" -> {
                Gauge.builder().name("java_last_success").help("Last time").register(registry).set(1.5e9);
                Counter.builder().name("java_records_total").help("Records").labelNames("kind").register(registry)
                        .labelValues("a\"b\\c\nd").inc(3);
                Summary.builder().name("java_duration_seconds").help("Duration").quantile(0.5).register(registry)
                        .observe(2);
                Histogram.builder().name("java_size_bytes").help("Sizes").classicUpperBounds(10, 100).register(registry)
                        .observe(50);
                // Its native buckets travel in protobuf only; in text it is as a histogram with one bucket.
                Histogram nativeOne = Histogram.builder().name("java_native_bytes").help("Sizes").nativeOnly()
                        .register(registry);
                nativeOne.observe(1);
                nativeOne.observe(2);
                nativeOne.observe(1000);
                gateway.push();
            }
            case "pushAdd" -> {
                Gauge.builder().name("java_more").help("Added later").register(registry).set(7);
                gateway.pushAdd();
            }
            case "refused" -> {
                // The type differs from that of the other group.
                Gauge.builder().name("java_size_bytes").help("Sizes").register(registry).set(1);
                builder(arguments[0]).format(format).registry(registry).job(job + "-refused").build()
                        .push();
            }
            case "delete" -> gateway.delete();
            default -> throw new IllegalArgumentException(arguments[2]);
        }
    }

    private static PushGateway.Builder builder(String url) {
        URI uri = URI.create(url);
        PushGateway.Builder builder = PushGateway.builder().address(uri.getAuthority());
        if (uri.getScheme().equals("https")) {
            builder.scheme(Scheme.HTTPS);
        }
        String credentials = System.getenv("CREDENTIALS");
        if (credentials != null) {
            String[] parts = credentials.split(":");
            builder.basicAuth(parts[0], parts[1]);
        }
        return builder;
    }
}
