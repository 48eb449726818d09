package dev.quorumgate.scrape;

import dev.quorumgate.exposition.BodyTooLargeException;
import dev.quorumgate.exposition.ExpositionFormat;
import dev.quorumgate.exposition.MalformedPushException;
import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.exposition.PushBody;
import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.TestPushes;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.PushedFamily;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A gateway without network and disk: bodies in, expositions out. */
final class TestGateway {
    static final String DELIMITED =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";
    static final String OPENMETRICS = "application/openmetrics-text;version=1.0.0";
    static final String TEXT = "text/plain;version=0.0.4";

    private static final int BODY_MAX = 1 << 20;

    private Groups groups = Groups.EMPTY;

    /** PUT with UTF-8 names; fails the test unless it is accepted. */
    TestGateway push(GroupingKey key, String contentType, byte[] body) throws IOException {
        try {
            PushBody read = PushBody.read(new ByteArrayInputStream(body), "", BODY_MAX, bytes -> {});
            List<PushedFamily> families = read.parse(contentType, NameRules.UTF8);
            apply(TestPushes.put(key, families.toArray(PushedFamily[]::new)));
            return this;
        } catch (MalformedPushException | BodyTooLargeException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** PUT of text. */
    TestGateway push(String job, String text) throws IOException {
        return push(TestPushes.key(job), TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** All that a scraper gets. */
    byte[] scrape(String accept) throws IOException {
        return scrape(answer(accept));
    }

    String text(String accept) throws IOException {
        return text(answer(accept));
    }

    /** An answer, the node's own families merged in. */
    Scrape answer(String accept, MetricFamily... own) {
        return new Scrape(groups, List.of(own), ExpositionFormat.negotiate(accept));
    }

    static String text(Scrape scrape) throws IOException {
        return new String(scrape(scrape), StandardCharsets.UTF_8);
    }

    static byte[] scrape(Scrape scrape) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        scrape.write(Compression.IDENTITY, out);
        return out.toByteArray();
    }

    private void apply(Command command) {
        var step = groups.apply(new Batch(groups.position().appliedIndex() + 1, 1_000_000_000, List.of(command)));
        if (!(step.outcomes().get(0) instanceof Outcome.Accepted)) {
            throw new AssertionError(step.outcomes().get(0).toString());
        }
        groups = step.next();
    }
}
