package dev.quorumgate.raft;

import com.google.protobuf.TextFormat;
import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.exposition.PushBody;
import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.GroupSelector;
import dev.quorumgate.groups.InvalidSelectorException;
import dev.quorumgate.groups.LabelMatcher;
import dev.quorumgate.groups.PushLimits;
import dev.quorumgate.groups.PushRules;
import dev.quorumgate.groups.RandomLog;
import dev.quorumgate.groups.StoreLimits;
import dev.quorumgate.groups.TestPushes;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.PushedFamily;
import dev.quorumgate.proto.client.MetricFamily;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The log that {@link RecordFormats} keeps: each kind of command with each of its parts, in each way it can end. */
final class FormatsHistory {
    private static final String TEXT = "text/plain;version=0.0.4";
    private static final String OPENMETRICS = "application/openmetrics-text;version=1.0.0";
    private static final String DELIMITED =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";
    private static final Path ALL_TYPES = Path.of("src/test/resources/dev/quorumgate/scrape/golden/pushed.textproto");
    private static final int BODY_MAX = 1 << 20;
    private static final long BEGIN_NANOS = 1_700_000_000_000_000_000L;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long EVERY_STEP = Command.DeleteMatching.UNLIMITED_STEPS;
    private static final StoreLimits FEW_GROUPS = new StoreLimits(2, StoreLimits.NONE);
    private static final StoreLimits MANY = new StoreLimits(1000, 100_000);

    private final List<Batch> batches = new ArrayList<>();

    private FormatsHistory() {}

    static List<Batch> batches() throws Exception {
        FormatsHistory history = new FormatsHistory();
        history.firstFormat();
        history.secondFormat();
        history.thirdFormat();
        history.random(11);
        history.random(12);
        // At the end there is to be something of each kind.
        history.add(new Command.Wipe());
        history.firstFormat();
        history.secondFormat();
        return history.batches;
    }

    private void firstFormat() throws Exception {
        GroupingKey a = TestPushes.key("a", "zone", "eu", "path", "/a b\\ \"c\" \u00e4\ud83d\ude00", "empty", "");
        add(push(TestPushes.key("all"), Command.Scope.GROUP, StoreLimits.UNLIMITED, DELIMITED, allTypes()));
        add(push(a, Command.Scope.NAMED_FAMILIES, StoreLimits.UNLIMITED, TEXT, "# HELP extra An extra.\nextra 1e-9\n"));
        add(
                push(
                        TestPushes.key("b"),
                        Command.Scope.NAMED_FAMILIES,
                        StoreLimits.UNLIMITED,
                        OPENMETRICS,
                        "# TYPE requests counter\n# HELP requests All.\nrequests_total 5 # {trace=\"1\"} 2 3\n# EOF\n"),
                push(
                        TestPushes.key("c"),
                        Command.Scope.GROUP,
                        StoreLimits.UNLIMITED,
                        TEXT,
                        "# TYPE extra counter\nextra 1\n"), // another type than that of `a`
                TestPushes.putUnchecked(TestPushes.key("d"), families(TEXT, "# TYPE extra counter\nextra 1\n")),
                TestPushes.failure(TestPushes.key("e", "zone", "us"), "line 3: expected a value"));
        add(new Command.Delete(TestPushes.key("b")), new Command.Delete(TestPushes.key("b", "zone", "none")));
        add(); // nothing: only the index and the time move
        add(TestPushes.put(TestPushes.key("f")));
        // Two hosts that replace one group in turn.
        for (int i = 0; i < 8; i++) {
            add(from("10.0.0." + (1 + i % 2) + ":4000", TestPushes.key("turns"), "m " + i + "\n"));
        }
    }

    private void secondFormat() throws Exception {
        add(
                push(TestPushes.key("g", "zone", "eu"), Command.Scope.GROUP, MANY, TEXT, "g 1\n"),
                push(TestPushes.key("h"), Command.Scope.GROUP, FEW_GROUPS, TEXT, "h 1\n"), // one too many
                new Command.RecordFailure(TestPushes.key("i"), "because", FEW_GROUPS, "[::1]:5"),
                new Command.RecordFailure(TestPushes.key("g", "zone", "eu"), "because", MANY, "[::1]:5"));
        Command.Push good = push(TestPushes.key("j", "zone", "eu"), Command.Scope.GROUP, MANY, TEXT, "j 1\n");
        Command.Push other = push(TestPushes.key("k", "zone", "us"), Command.Scope.GROUP, MANY, TEXT, "k 1\n");
        Command.Push bad = push(TestPushes.key("l"), Command.Scope.GROUP, MANY, TEXT, "# TYPE j counter\nj 1\n");
        add(new Command.PushGroups(List.of(good, other)), new Command.PushGroups(List.of(other, bad)));
        add(
                delete(OptionalLong.of(7), EVERY_STEP, matcher("zone", LabelMatcher.Operator.EQUAL, "us")),
                delete(OptionalLong.of(2), EVERY_STEP, matcher("zone", LabelMatcher.Operator.EQUAL, "us")),
                delete(
                        OptionalLong.empty(),
                        EVERY_STEP,
                        matcher("job", LabelMatcher.Operator.MATCHES, "[j-k]|f"),
                        matcher("zone", LabelMatcher.Operator.NOT_EQUAL, "none"),
                        matcher("zone", LabelMatcher.Operator.NOT_MATCHES, "u.+")));
    }

    private void thirdFormat() throws Exception {
        LabelMatcher pattern = matcher("job", LabelMatcher.Operator.MATCHES, "g.*");
        add(delete(OptionalLong.empty(), 1, pattern), delete(OptionalLong.empty(), 100_000, pattern));
    }

    private void random(int seed) {
        for (Batch batch : new RandomLog(seed, 20).batches(60)) {
            add(batch.commands().toArray(Command[]::new));
        }
    }

    private void add(Command... commands) {
        long index = batches.size() * 2L + 3; // Raft's own entries take indices too
        long back = batches.size() % 5 == 4 ? 3 * SECOND_NANOS : 0; // the clock of another leader
        batches.add(new Batch(index, BEGIN_NANOS + batches.size() * SECOND_NANOS - back, List.of(commands)));
    }

    private static Command.Push push(
            GroupingKey key, Command.Scope scope, StoreLimits limits, String contentType, String body)
            throws Exception {
        return push(key, scope, limits, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Command.Push push(
            GroupingKey key, Command.Scope scope, StoreLimits limits, String contentType, byte[] body)
            throws Exception {
        return (Command.Push) TestPushes.command(
                key,
                scope,
                new PushRules(true, PushLimits.UNLIMITED, limits),
                "10.1.2.3:4567",
                families(contentType, body));
    }

    private static Command from(String source, GroupingKey key, String text) throws Exception {
        return TestPushes.command(key, Command.Scope.GROUP, PushRules.CHECKED, source, families(TEXT, text));
    }

    private static PushedFamily[] families(String contentType, String body) throws Exception {
        return families(contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    private static PushedFamily[] families(String contentType, byte[] body) throws Exception {
        return PushBody.read(new ByteArrayInputStream(body), "", BODY_MAX, bytes -> {})
                .parse(contentType, NameRules.UTF8)
                .toArray(PushedFamily[]::new);
    }

    private static byte[] allTypes() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String text : Files.readString(ALL_TYPES).split("---\n", -1)) {
            TextFormat.parse(text, MetricFamily.class).writeDelimitedTo(body);
        }
        return body.toByteArray();
    }

    private static Command delete(OptionalLong expected, long stepsMax, LabelMatcher... matchers)
            throws InvalidSelectorException {
        return new Command.DeleteMatching(GroupSelector.of(List.of(matchers)), expected, stepsMax);
    }

    private static LabelMatcher matcher(String name, LabelMatcher.Operator operator, String value)
            throws InvalidSelectorException {
        return LabelMatcher.of(name, operator, value);
    }
}
