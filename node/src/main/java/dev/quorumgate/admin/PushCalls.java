package dev.quorumgate.admin;

import dev.quorumgate.exposition.BodyTooLargeException;
import dev.quorumgate.exposition.MalformedPushException;
import dev.quorumgate.exposition.PushBody;
import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.LimitExceededException;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.PushIntake;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.PushedFamily;
import dev.quorumgate.proto.admin.PushReply;
import dev.quorumgate.proto.admin.PushRequest;
import java.io.IOException;
import java.util.List;

/** Pushes by operators: the same checks as over HTTP, and the same words. */
final class PushCalls {
    private static final int OK = 200;
    private static final int REFUSED = 400;
    private static final int TOO_LARGE = 413;
    private static final String SOURCE = "quorumgate push";

    private final GroupAccess groups;

    PushCalls(GroupAccess groups) {
        this.groups = groups;
    }

    PushReply push(PushRequest request, Patience patience) throws Exception {
        GroupingKey key = GroupKeys.of(request.getLabelsList(), groups.names());
        PushReply.Builder reply = PushReply.newBuilder();
        List<PushedFamily> families;
        Command command;
        try {
            families = parse(request);
            reply.setFamilies(families.size())
                    .setSeries(families.stream()
                            .mapToLong(family -> family.metrics().size())
                            .sum());
            Command.Scope scope = request.getReplaceGroup() ? Command.Scope.GROUP : Command.Scope.NAMED_FAMILIES;
            command = PushIntake.command(key, families, scope, groups.rules(), SOURCE);
        } catch (MalformedPushException e) {
            return refused(reply, REFUSED, String.valueOf(e.getMessage()));
        } catch (BodyTooLargeException e) {
            return refused(reply, TOO_LARGE, String.valueOf(e.getMessage()));
        } catch (LimitExceededException e) {
            return refused(reply, REFUSED, Outcome.Rejected.WORDS + ": " + e.getMessage());
        }
        Outcome outcome = request.getDryRun()
                ? tried(patience.await(groups.reader().linearizable()), command)
                : patience.await(groups.log().append(command));
        if (outcome instanceof Outcome.Rejected rejected) {
            return refused(reply, REFUSED, Outcome.Rejected.WORDS + ": " + rejected.reason());
        }
        return reply.setStatus(OK).build();
    }

    private static PushReply refused(PushReply.Builder reply, int status, String text) {
        return reply.setStatus(status).setText(text).build();
    }

    private List<PushedFamily> parse(PushRequest request)
            throws IOException, MalformedPushException, BodyTooLargeException {
        // The whole message is in memory already, and gRPC has limited it.
        return PushBody.read(request.getBody().newInput(), "", groups.bodyBytesMax(), bytes -> {})
                .parse(request.getContentType(), groups.names());
    }

    private static Outcome tried(Groups view, Command command) {
        Batch batch =
                new Batch(view.position().appliedIndex() + 1, view.position().timeNanos(), List.of(command));
        return view.apply(batch).outcomes().get(0);
    }
}
