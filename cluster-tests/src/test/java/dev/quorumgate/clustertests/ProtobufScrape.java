package dev.quorumgate.clustertests;

import dev.quorumgate.proto.client.MetricFamily;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.List;

/** A scrape as a Prometheus that likes protobuf would do it. */
final class ProtobufScrape {
    private ProtobufScrape() {}

    static List<MetricFamily> of(String url) throws IOException {
        URLConnection connection = URI.create(url).toURL().openConnection();
        connection.setRequestProperty(
                "Accept",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;"
                        + "escaping=allow-utf-8");
        List<MetricFamily> families = new ArrayList<>();
        try (InputStream in = connection.getInputStream()) {
            for (MetricFamily family = MetricFamily.parseDelimitedFrom(in);
                    family != null;
                    family = MetricFamily.parseDelimitedFrom(in)) {
                families.add(family);
            }
        }
        return families;
    }
}
