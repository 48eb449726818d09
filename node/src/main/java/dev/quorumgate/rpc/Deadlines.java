package dev.quorumgate.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Gives a deadline to calls that come without: nothing is waited for without end. */
public final class Deadlines implements ServerInterceptor {
    private static final Duration USUAL = Duration.ofSeconds(30);

    private final Map<String, Duration> longer;
    private final ScheduledExecutorService clock;

    /**
     * Deadlines for a service.
     *
     * @param longer calls that may take longer than half a minute, by their full names
     * @param clock calls off what has taken too long
     */
    public Deadlines(Map<String, Duration> longer, ScheduledExecutorService clock) {
        this.longer = Map.copyOf(longer);
        this.clock = clock;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Context context = Context.current();
        if (context.getDeadline() != null) {
            return next.startCall(call, headers);
        }
        Duration time = longer.getOrDefault(call.getMethodDescriptor().getFullMethodName(), USUAL);
        Context.CancellableContext limited = context.withDeadlineAfter(time.toMillis(), TimeUnit.MILLISECONDS, clock);
        return Contexts.interceptCall(limited, call, headers, next);
    }
}
