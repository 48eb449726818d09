import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.Summary;
import io.prometheus.client.exporter.BasicAuthHttpConnectionFactory;
import io.prometheus.client.exporter.PushGateway;
import java.net.URI;
import java.util.Map;

/**
 * Pushes with simpleclient_pushgateway, the client of many old programs: URL push|pushAdd|refused|delete. CREDENTIALS may be
 * USER:PASSWORD.
 */
public class Simpleclient {
    public static void main(String[] arguments) throws Exception {
        PushGateway gateway = gateway(arguments[0]);
        CollectorRegistry registry = new CollectorRegistry();
        Map<String, String> group = Map.of("instance", "host 1", "path", "/var/tmp", "none", "");
        switch (arguments[1]) {
            case "push" -> {
                Gauge.build("simple_last_success", "Last time").register(registry).set(1.5e9);
                Counter.build("simple_records", "Records").register(registry).inc(3);
                Summary.build("simple_duration", "Duration").register(registry).observe(2);
                Histogram.build("simple_size", "Sizes").buckets(10, 100).register(registry).observe(50);
                gateway.push(registry, "simple", group);
            }
            case "pushAdd" -> {
                Gauge.build("simple_more", "Added later").register(registry).set(7);
                gateway.pushAdd(registry, "simple", group);
            }
            case "refused" -> {
                // The type differs from that of the other group.
                Gauge.build("simple_size", "Sizes").register(registry).set(1);
                gateway.push(registry, "simple-refused");
            }
            case "delete" -> gateway.delete("simple", group);
            default -> throw new IllegalArgumentException(arguments[1]);
        }
    }

    private static PushGateway gateway(String url) throws Exception {
        URI uri = URI.create(url);
        PushGateway gateway =
                uri.getScheme().equals("https") ? new PushGateway(uri.toURL()) : new PushGateway(uri.getAuthority());
        String credentials = System.getenv("CREDENTIALS");
        if (credentials != null) {
            String[] parts = credentials.split(":");
            gateway.setConnectionFactory(new BasicAuthHttpConnectionFactory(parts[0], parts[1]));
        }
        return gateway;
    }
}
