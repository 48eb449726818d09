package dev.quorumgate.cli;

import dev.quorumgate.proto.admin.AdminServiceGrpc;
import dev.quorumgate.proto.admin.AdminServiceGrpc.AdminServiceBlockingStub;
import dev.quorumgate.proto.admin.StatusRequest;
import dev.quorumgate.rpc.RpcChannels;
import dev.quorumgate.tls.MutualTls;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLoggerFactory;
import io.grpc.netty.shaded.io.netty.util.internal.logging.JdkLoggerFactory;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that a verb may ask, and the time that it has. The first one with which a connection comes about is asked, and no
 * other: a call that may have had an effect is not made twice.
 */
public final class Endpoints implements AutoCloseable {
    static {
        // Netty would look for the logging library of nodes, whose start takes longer than the call.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        // And would unpack a native library, for one connection.
        System.setProperty("io.grpc.netty.shaded.io.netty.transport.noNative", "true");
    }

    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private List<String> addresses;
    private final Optional<MutualTls> tls;
    private final long deadlineNanos;
    private @Nullable ManagedChannel channel;
    private String answering = "";

    /** @param tls empty for none */
    Endpoints(List<String> addresses, Duration patience, Optional<MutualTls> tls) {
        this.tls = tls;
        this.addresses = addresses.stream().distinct().toList();
        this.deadlineNanos = System.nanoTime() + patience.toNanos();
    }

    /**
     * The admin service of the node that is asked, for calls that end with the time that is left.
     *
     * @throws CliException if no node can be reached
     */
    public AdminServiceBlockingStub stub() {
        return AdminServiceGrpc.newBlockingStub(channel()).withDeadlineAfter(nanosLeft(), TimeUnit.NANOSECONDS);
    }

    /** As {@link #stub}, for calls that shall take no longer than {@code most}. */
    public AdminServiceBlockingStub stub(Duration most) {
        return AdminServiceGrpc.newBlockingStub(channel())
                .withDeadlineAfter(upTo(most).toNanos(), TimeUnit.NANOSECONDS);
    }

    /** As {@link #stub}, without a deadline: for calls that give one to each step. */
    public AdminServiceBlockingStub stubWithoutDeadline() {
        return AdminServiceGrpc.newBlockingStub(channel());
    }

    /** All that there are, in the order in which they are tried. */
    public List<String> addresses() {
        return addresses;
    }

    /** Has those that are known to take connections tried first. */
    public void prefer(List<String> open) {
        addresses = Stream.concat(open.stream(), addresses.stream()).distinct().toList();
    }

    /** The endpoint that is asked; empty before. */
    public String answering() {
        return answering;
    }

    public Duration left() {
        return Duration.ofNanos(nanosLeft());
    }

    /** What is left, but no more than {@code most}. */
    public Duration upTo(Duration most) {
        return Duration.ofNanos(Math.min(most.toNanos(), nanosLeft()));
    }

    /** Begins again with the first endpoint that can be reached. For calls without effect, after one that failed. */
    public void startOver() {
        close();
        channel = null;
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.shutdownNow();
        }
    }

    private long nanosLeft() {
        return Math.max(1, deadlineNanos - System.nanoTime());
    }

    private ManagedChannel channel() {
        if (channel == null) {
            channel = connect();
        }
        return channel;
    }

    /** The next one is tried while those before it are still awaited: on a busy machine all of them may take their time. */
    private ManagedChannel connect() {
        long begun = System.nanoTime();
        // As much as for each of them is left for the answer.
        long end = begun + nanosLeft() / (addresses.size() + 1) * addresses.size();
        Map<String, ManagedChannel> candidates = new LinkedHashMap<>();
        for (String address : addresses) {
            candidates.put(address, RpcChannels.open(address, tls));
            boolean isLast = candidates.size() == addresses.size();
            answering = firstReady(candidates, isLast ? end : Math.min(end, System.nanoTime() + CONNECT_NANOS));
            if (!answering.isEmpty()) {
                ManagedChannel connected = Objects.requireNonNull(candidates.remove(answering));
                candidates.values().forEach(ManagedChannel::shutdownNow);
                return connected;
            }
        }
        long patience = System.nanoTime() - begun;
        List<CliException> failures = new ArrayList<>();
        candidates.forEach((address, candidate) -> failures.add(whyNot(candidate, address, patience)));
        candidates.values().forEach(ManagedChannel::shutdownNow);
        throw worst(failures);
    }

    /** The first that is connected; empty when the time is up, or none of them will be. */
    private static String firstReady(Map<String, ManagedChannel> candidates, long end) {
        Semaphore changes = new Semaphore(0);
        try {
            do {
                int failed = 0;
                for (Map.Entry<String, ManagedChannel> each : candidates.entrySet()) {
                    ConnectivityState state = each.getValue().getState(true);
                    if (state == ConnectivityState.READY) {
                        return each.getKey();
                    }
                    failed += state == ConnectivityState.TRANSIENT_FAILURE ? 1 : 0;
                    each.getValue().notifyWhenStateChanged(state, changes::release);
                }
                if (failed == candidates.size()) {
                    return "";
                }
            } while (changes.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "";
    }

    /** Asked for the status, which has no effect, a channel that has failed tells the reason at once. */
    private CliException whyNot(ManagedChannel candidate, String address, long patienceNanos) {
        if (candidate.getState(false) != ConnectivityState.TRANSIENT_FAILURE) {
            return new CliException(
                    ExitCode.UNREACHABLE,
                    address + ": no connection within " + TimeUnit.NANOSECONDS.toMillis(patienceNanos) + " ms");
        }
        try {
            ClientCalls.blockingUnaryCall(
                    candidate,
                    AdminServiceGrpc.getStatusMethod(),
                    CallOptions.DEFAULT.withDeadlineAfter(Math.min(CONNECT_NANOS, nanosLeft()), TimeUnit.NANOSECONDS),
                    StatusRequest.getDefaultInstance());
            return new CliException(ExitCode.UNREACHABLE, address + ": the connection came late; ask again");
        } catch (StatusRuntimeException e) {
            return ServerErrors.unreachable(address, e);
        }
    }

    private static CliException worst(List<CliException> failures) {
        ExitCode code = failures.stream().anyMatch(each -> each.exitCode() == ExitCode.AUTHENTICATION)
                ? ExitCode.AUTHENTICATION
                : ExitCode.UNREACHABLE;
        StringBuilder text = new StringBuilder(
                failures.size() == 1 ? "cannot reach the endpoint " : "cannot reach any endpoint:\n  ");
        text.append(String.join(
                "\n  ", failures.stream().map(CliException::getMessage).toList()));
        if (code == ExitCode.UNREACHABLE) {
            text.append("\n--endpoints, or QUORUMGATE_ENDPOINTS, names the admin ports of nodes: HOST:9192,...");
        }
        return new CliException(code, text.toString());
    }
}
