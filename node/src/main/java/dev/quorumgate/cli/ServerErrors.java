package dev.quorumgate.cli;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.quorumgate.proto.admin.NoQuorum;
import dev.quorumgate.proto.admin.QuorumSafety;
import dev.quorumgate.proto.admin.Refusal;
import dev.quorumgate.proto.admin.Silence;
import dev.quorumgate.tls.TlsRefusals;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Optional;

/** Failed calls: what to tell, and the exit code. */
final class ServerErrors {
    private ServerErrors() {}

    static CliException of(StatusRuntimeException failure) {
        Status status = failure.getStatus();
        String text = Optional.ofNullable(status.getDescription()).orElse(status.getCode() + " without a reason");
        Optional<Refusal> refusal = detail(failure, Refusal.class);
        return switch (status.getCode()) {
            case INVALID_ARGUMENT -> new CliException(ExitCode.USAGE, text);
            case NOT_FOUND -> new CliException(ExitCode.NOT_FOUND, text);
            case UNAUTHENTICATED, PERMISSION_DENIED -> new CliException(ExitCode.AUTHENTICATION, text);
            case DEADLINE_EXCEEDED ->
                new CliException(
                        ExitCode.UNKNOWN,
                        "no answer in time; nobody knows whether it was done. Ask again, or give it a longer --timeout");
            case FAILED_PRECONDITION ->
                refusal.map(each -> new CliException(ExitCode.REFUSED, words(text, each)))
                        .orElseGet(() -> new CliException(ExitCode.FAILED, text));
            case UNAVAILABLE -> unavailable(failure, text);
            default -> new CliException(ExitCode.FAILED, text);
        };
    }

    /** A connection that did not come about. */
    static CliException unreachable(String address, StatusRuntimeException failure) {
        Optional<String> ofTls = TlsRefusals.reason(failure);
        if (ofTls.isPresent()) {
            return new CliException(ExitCode.AUTHENTICATION, address + ": " + ofTls.get());
        }
        Throwable root = root(failure);
        String reason = root == failure
                ? Optional.ofNullable(failure.getStatus().getDescription()).orElse("no reason given")
                : Optional.ofNullable(root.getMessage()).orElse(root.toString());
        return new CliException(ExitCode.UNREACHABLE, address + ": " + reason);
    }

    private static CliException unavailable(StatusRuntimeException failure, String text) {
        if (detail(failure, NoQuorum.class).isPresent()) {
            return new CliException(ExitCode.NO_QUORUM, text);
        }
        if (detail(failure, Silence.class).isPresent()) {
            return new CliException(ExitCode.UNREACHABLE, text);
        }
        return TlsRefusals.reason(failure)
                .map(reason -> new CliException(ExitCode.AUTHENTICATION, reason))
                // There was a connection, and it may have carried the call.
                .orElseGet(() -> new CliException(
                        ExitCode.UNKNOWN, "the connection broke off (" + text + "); nobody knows whether it was done"));
    }

    private static String words(String text, Refusal refusal) {
        StringBuilder words = new StringBuilder("refused: ").append(text);
        if (refusal.hasQuorum()) {
            words.append("\n  now    ").append(words(refusal.getQuorum().getBefore()));
            words.append("\n  after  ").append(words(refusal.getQuorum().getAfter()));
            int tolerance = refusal.getQuorum().getAfter().getTolerance();
            words.append(
                    tolerance < 0
                            ? ": nothing could be stored any more"
                            : tolerance == 0 ? ": the next failure stops the cluster" : "");
        }
        if (!refusal.getInstead().isEmpty()) {
            words.append("\ninstead: ").append(refusal.getInstead());
        }
        if (refusal.getMayBeForced()) {
            words.append("\nto do it nevertheless: --force=")
                    .append(refusal.getClusterId())
                    .append("  (the cluster id)");
        }
        return words.toString();
    }

    static String words(QuorumSafety safety) {
        return safety.getVoters() + (safety.getVoters() == 1 ? " voter, " : " voters, ") + safety.getSoundVoters()
                + " sound, tolerance " + safety.getTolerance();
    }

    private static <M extends Message> Optional<M> detail(StatusRuntimeException failure, Class<M> kind) {
        com.google.rpc.Status status = StatusProto.fromThrowable(failure);
        for (Any each : status == null ? java.util.List.<Any>of() : status.getDetailsList()) {
            if (each.is(kind)) {
                try {
                    return Optional.of(each.unpack(kind));
                } catch (InvalidProtocolBufferException e) {
                    return Optional.empty(); // of a version that says it in another way; the text tells it as well
                }
            }
        }
        return Optional.empty();
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
