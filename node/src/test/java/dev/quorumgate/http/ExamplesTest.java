package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.proto.client.Counter;
import dev.quorumgate.proto.client.Gauge;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import dev.quorumgate.proto.client.MetricType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: what a client of the original sees, it sees here. Method: the table of examples of the API reference, section 17,
 * in {@code examples.txt}, asked over real HTTP; after each row the whole scrape is what the row says.
 *
 * <p>Left out: 94 and 95 (query API), 96 (wipe), 97 and 98 (quit), 100 (web configuration) and 103 (UTF-8 names), which
 * belong to parts that are not there yet.
 */
class ExamplesTest {
    private static final Pattern ROW = Pattern.compile("(\\d+)( \\[(\\w+)])?  (.*)");
    private static final Pattern REQUEST = Pattern.compile("([A-Z]+) (\\S+)( \\| .*?| \\|)? => (\\d+)(.*)");
    private static final Pattern TIME = Pattern.compile("push_(failure_)?time_seconds(\\{.*}) (\\S+)");

    private static final String INCONSISTENT = "pushed metrics are invalid or inconsistent with existing metrics: ";
    private static final String UNPARSABLE = "text format parsing error in line ";

    private static final Map<String, byte[]> BODIES = bodies();

    private static TestServer checked;
    private static TestServer unchecked;

    /** One paragraph of the table. */
    record Row(int number, String mark, String title, List<String> requests, List<String> effect) {
        @Override
        public String toString() {
            return number + (mark.isEmpty() ? "" : " [" + mark + "]") + ": " + title;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        checked = TestServer.with().start();
        unchecked = TestServer.with().unchecked().start();
    }

    @AfterAll
    static void stop() {
        checked.close();
        unchecked.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void behavesAsTheOriginal(Row row) throws IOException {
        TestServer server = row.mark.equals("unchecked") ? unchecked : checked;
        server.log.clear();

        for (String request : row.requests) {
            ask(server, request);
        }

        String scrape = server.get("/metrics?collect[]=pushed").text();
        assertThat(effect(scrape)).as("scrape: %s", scrape).isEqualTo(row.effect);
    }

    @Test
    void leavesOutNothingElse() throws IOException {
        List<Integer> left = List.of(94, 95, 96, 97, 98, 100, 103);

        assertThat(rows().map(Row::number))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 106)
                        .boxed()
                        .filter(number -> !left.contains(number))
                        .toList());
    }

    static Stream<Row> rows() throws IOException {
        try (InputStream in = ExamplesTest.class.getResourceAsStream("examples.txt")) {
            String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(table.split("\n\n"))
                    .map(paragraph -> Arrays.asList(paragraph.split("\n")))
                    .filter(lines -> ROW.matcher(lines.get(0)).matches())
                    .map(ExamplesTest::row);
        }
    }

    private static Row row(List<String> lines) {
        Matcher head = ROW.matcher(lines.get(0));
        assertThat(head.matches()).as(lines.get(0)).isTrue();
        List<String> requests = new ArrayList<>();
        List<String> effect = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            (REQUEST.matcher(line).matches() ? requests : effect).add(line);
        }
        assertThat(requests).as(lines.get(0)).isNotEmpty();
        String mark = head.group(3) == null ? "" : head.group(3);
        return new Row(Integer.parseInt(head.group(1)), mark, head.group(4), requests, effect);
    }

    private static void ask(TestServer server, String line) throws IOException {
        Matcher request = REQUEST.matcher(line);
        assertThat(request.matches()).as(line).isTrue();
        List<String> sent = columns(request.group(3));
        byte[] body = sent.isEmpty() ? new byte[0] : body(sent.get(0));
        String[] headers = sent.stream().skip(1).toArray(String[]::new);
        List<String> expected = columns(" |" + (request.group(5).startsWith(" |") ? " " : "") + request.group(5));

        Reply reply = server.ask(request.group(1), request.group(2), body, headers);

        assertThat(reply.status()).as("%s\n%s", line, reply).isEqualTo(Integer.parseInt(request.group(4)));
        assertThat(reply.text()).as(line).matches(text(expected.get(0), reply.status()));
        for (String header : expected.subList(1, expected.size())) {
            String[] parts = header.split(": ", 2);
            assertThat(reply.header(parts[0])).as(parts[0]).isEqualTo(parts[1]);
        }
        if (reply.status() >= 400) {
            assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    /** What is between the bars. */
    private static List<String> columns(String text) {
        return text == null
                ? List.of()
                : Stream.of(text.substring(2).split(" \\|(?= |$)", -1))
                        .map(column -> column.startsWith(" ") ? column.substring(1) : column)
                        .toList();
    }

    private static byte[] body(String column) {
        if (BODIES.containsKey(column)) {
            return BODIES.get(column);
        }
        assertThat(column).doesNotStartWith("<");
        String text = column.replace("\\\\", "\0")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\0", "\\");
        return Bytes.utf8(text);
    }

    /** A pattern for the body of an answer; that of an error ends in a line feed, and may have lines that explain it. */
    private static Pattern text(String column, int status) {
        String whole = column.replaceFirst("^P", INCONSISTENT)
                .replaceFirst("^T(\\d+)", UNPARSABLE + "$1: ")
                .replaceFirst("^T…", UNPARSABLE + "…");
        String pattern = Stream.of(whole.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(pattern + (status >= 400 ? "(\n.*)?\n" : ""), Pattern.DOTALL);
    }

    /** The scrape as the table has it: the times in short, and behind the rest. */
    private static List<String> effect(String scrape) {
        List<String> lines = new ArrayList<>();
        Map<String, Map<String, String>> times = new LinkedHashMap<>();
        for (String line : scrape.lines().toList()) {
            Matcher time = TIME.matcher(line);
            if (time.matches()) {
                times.computeIfAbsent(time.group(2), labels -> new TreeMap<>())
                        .put(time.group(1) == null ? "pushed" : "failed", command(time.group(3)));
            } else if (!line.matches("# (HELP|TYPE) push_(failure_)?time_seconds .*")) {
                lines.add(line);
            }
        }
        times.forEach((labels, time) ->
                lines.add(labels + " pushed=" + time.get("pushed") + " failed=" + time.get("failed")));
        return lines;
    }

    private static String command(String seconds) {
        double value = Double.parseDouble(seconds);
        return Long.toString(value == 0 ? 0 : (long) value - MemoryLog.FIRST_SECONDS + 1);
    }

    private static Map<String, byte[]> bodies() {
        byte[] text = Bytes.utf8("m 1\n");
        byte[] gzip = Bytes.gzip(text);
        MetricFamily counter = counter("c", 5).build();
        MetricFamily gauge = MetricFamily.newBuilder()
                .setName("c")
                .setType(MetricType.GAUGE)
                .addMetric(Metric.newBuilder().setGauge(Gauge.newBuilder().setValue(6)))
                .build();
        byte[] delimited = Bytes.delimited(counter);
        MetricFamily.Builder timed = counter("c", 5);
        timed.getMetricBuilder(0).setTimestampMs(0);
        return Map.of(
                "<gzip>", gzip,
                "<gzip, last three bytes missing>", Arrays.copyOf(gzip, gzip.length - 3),
                "<snappy>", Bytes.snappy(text),
                "<counter c>", delimited,
                "<counter c, last two bytes missing>", Arrays.copyOf(delimited, delimited.length - 2),
                "<counter c, gauge c>", Bytes.delimited(counter, gauge),
                "<counter c with timestamp 0>", Bytes.delimited(timed.build()),
                "<counter 1 x>", Bytes.delimited(counter("1 x", 5).build()),
                "<counter without a name>", Bytes.delimited(counter("", 5).build()),
                "<gauge with a counter inside>",
                        Bytes.delimited(
                                counter.toBuilder().setType(MetricType.GAUGE).build()));
    }

    private static MetricFamily.Builder counter(String name, double value) {
        return MetricFamily.newBuilder()
                .setName(name)
                .setType(MetricType.COUNTER)
                .addMetric(Metric.newBuilder().setCounter(Counter.newBuilder().setValue(value)));
    }
}
