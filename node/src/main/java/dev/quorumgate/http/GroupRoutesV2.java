package dev.quorumgate.http;

import dev.quorumgate.api.GroupQuery;
import dev.quorumgate.api.GroupsV2;
import dev.quorumgate.api.InvalidParameterException;
import dev.quorumgate.api.JsonDocument;
import dev.quorumgate.api.Parameters;
import dev.quorumgate.api.SelectorParser;
import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.CommandLog;
import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.GroupSelector;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.Selection;
import dev.quorumgate.groups.TooMuchToMatchException;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Groups to look at, and to delete: one by its path, or all that matchers choose. */
final class GroupRoutesV2 {
    private static final Logger logger = LoggerFactory.getLogger(GroupRoutesV2.class);

    /** Followed by the path of a group as behind {@code /metrics}. */
    static final String BASE = "/api/v2/groups";

    private static final String PUSH_BASE = "/metrics";
    private static final String DRY_RUN = "dry_run";
    private static final String EXPECTED_COUNT = "expected_count";
    private static final String ALL = "all";

    private final LinearizableReads reads;
    private final CommandLog log;
    private final NameRules names;
    private final boolean adminApi;

    /** @param adminApi whether it is allowed to delete everything */
    GroupRoutesV2(LinearizableReads reads, CommandLog log, NameRules names, boolean adminApi) {
        this.reads = reads;
        this.log = log;
        this.names = names;
        this.adminApi = adminApi;
    }

    /** Whether this is the path of one group. */
    static boolean matches(RequestPath path) {
        return path.isBelow(BASE) && GroupingKeyPath.matches(pushPath(path));
    }

    CompletableFuture<Void> list(Exchange exchange, RequestPath path) throws RequestException {
        try {
            GroupQuery query = GroupQuery.of(QueryParameters.of(exchange, GroupQuery.parameters()));
            return reads.answer(exchange, (groups, out) -> JsonAnswer.stream(exchange, list(groups, query), out));
        } catch (InvalidParameterException e) {
            throw RequestException.of(e);
        }
    }

    private JsonDocument list(Groups groups, GroupQuery query) throws RequestException {
        try {
            return GroupsV2.list(groups, query, names);
        } catch (TooMuchToMatchException e) {
            throw tooMuch(e.getMessage());
        }
    }

    CompletableFuture<Void> one(Exchange exchange, RequestPath path) throws RequestException {
        boolean values;
        try {
            values = QueryParameters.of(exchange, "metrics").isOn("metrics");
        } catch (InvalidParameterException e) {
            throw RequestException.of(e);
        }
        GroupingKey key = GroupingKeyPath.parse(pushPath(path), names);
        return reads.answer(exchange, (groups, out) -> {
            Optional<Group> group = GroupsV2.find(groups, key);
            if (group.isEmpty()) {
                throw new RequestException(404, "there is no group " + key).with("group", labels(key));
            }
            JsonAnswer.stream(exchange, GroupsV2.one(groups, group.get(), values, names), out);
        });
    }

    CompletableFuture<Void> deleteOne(Exchange exchange, RequestPath path) throws RequestException {
        QueryParameters.of(exchange);
        return deleted(exchange, new Command.Delete(GroupingKeyPath.parse(pushPath(path), names)), any -> {});
    }

    CompletableFuture<Void> deleteMatching(Exchange exchange, RequestPath path) throws RequestException, IOException {
        Parameters parameters = QueryParameters.of(exchange, SelectorParser.PARAMETER, DRY_RUN, EXPECTED_COUNT, ALL);
        GroupSelector selector;
        OptionalLong expected;
        boolean dryRun;
        boolean all;
        try {
            selector = SelectorParser.selector(parameters);
            expected = parameters.number(EXPECTED_COUNT, 0, Long.MAX_VALUE);
            dryRun = parameters.isOn(DRY_RUN);
            all = parameters.isOn(ALL);
        } catch (InvalidParameterException e) {
            throw RequestException.of(e);
        }
        requireNarrow(selector, all, dryRun);
        if (dryRun) {
            return reads.answer(exchange, (groups, out) -> tryDeletion(exchange, groups, selector, expected, out));
        }
        // What takes too long should not take every node's time.
        reads.look(exchange, (groups, out) -> chosen(groups, selector));
        return deleted(
                exchange,
                new Command.DeleteMatching(selector, expected, Selection.STEPS_MAX),
                groups -> logger.atInfo()
                        .addKeyValue("selector", selector)
                        .addKeyValue("groups", groups)
                        .addKeyValue("source", exchange.source())
                        .log("deleted groups by matchers"));
    }

    /** A slip must not delete everything: that has to be said. */
    private void requireNarrow(GroupSelector selector, boolean all, boolean dryRun) throws RequestException {
        if (!selector.choosesAnyJob()) {
            return;
        }
        if (!all) {
            throw new RequestException(
                            400,
                            "the matchers " + selector + " choose groups whatever their job is; give at least one match"
                                    + " that most groups do not match, such as match=job=\"x\", or say all=true")
                    .with("parameter", SelectorParser.PARAMETER);
        }
        if (!dryRun && !adminApi) {
            throw new RequestException(
                            403,
                            "the matchers " + selector + " choose groups whatever their job is, and to delete these the"
                                    + " node must be started with --web.enable-admin-api; a dry_run=true is allowed")
                    .with("parameter", ALL);
        }
    }

    private void tryDeletion(
            Exchange exchange, Groups groups, GroupSelector selector, OptionalLong expected, OutputStream out)
            throws RequestException, IOException {
        List<Group> matching = chosen(groups, selector);
        if (expected.isPresent() && expected.getAsLong() != matching.size()) {
            throw unexpected(matching.size());
        }
        JsonAnswer.stream(exchange, GroupsV2.wouldDelete(groups, matching, names), out);
    }

    private static List<Group> chosen(Groups groups, GroupSelector selector) throws RequestException {
        try {
            return new Selection(selector, Selection.STEPS_MAX).from(groups.byKey());
        } catch (TooMuchToMatchException e) {
            throw tooMuch(e.getMessage());
        }
    }

    /** @param done told how many groups are gone */
    private CompletableFuture<Void> deleted(Exchange exchange, Command command, LongConsumer done) {
        return log.append(command)
                .handleAsync(
                        (outcome, failure) -> {
                            try {
                                if (failure != null) {
                                    throw OutcomeResponses.refusal(failure);
                                }
                                long groups = deletedBy(outcome);
                                done.accept(groups);
                                JsonAnswer.send(exchange, GroupsV2.deleted(groups));
                            } catch (RequestException | IOException e) {
                                throw new CompletionException(e);
                            }
                            return null;
                        },
                        exchange.pool());
    }

    private static long deletedBy(Outcome outcome) throws RequestException {
        if (outcome instanceof Outcome.UnexpectedCount unexpected) {
            throw unexpected(unexpected.matching());
        }
        if (outcome instanceof Outcome.Accepted accepted) {
            return accepted.deletedGroups();
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            throw tooMuch(rejected.reason());
        }
        throw new IllegalStateException("a deletion ended in " + outcome);
    }

    private static RequestException tooMuch(@Nullable String reason) {
        return RequestException.ofLimit(400, String.valueOf(reason)).with("parameter", SelectorParser.PARAMETER);
    }

    private static RequestException unexpected(long matching) {
        return new RequestException(
                        409, matching + " groups match, which is not the expected count; nothing was deleted")
                .with("matching", matching);
    }

    static SortedMap<String, String> labels(GroupingKey key) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (Label label : key.labels()) {
            labels.put(label.name(), label.value());
        }
        return labels;
    }

    private static RequestPath pushPath(RequestPath path) {
        return new RequestPath(PUSH_BASE + path.decoded().substring(BASE.length()));
    }
}
