package dev.quorumgate.rpc;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.util.function.Supplier;

/**
 * Marks calls that one node makes for another one's caller, so that they are not handed on again and again, and are answered by
 * nobody but the node that they are meant for: its address may be another one's by now.
 */
public final class ForwardedOnce implements ServerInterceptor {
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("quorumgate-forwarded-by", Metadata.ASCII_STRING_MARSHALLER);

    private static final Metadata.Key<String> MEANT_FOR =
            Metadata.Key.of("quorumgate-forwarded-to", Metadata.ASCII_STRING_MARSHALLER);

    private static final Context.Key<Boolean> IS_FORWARDED = Context.keyWithDefault("forwarded", false);

    private final Supplier<String> self;

    /** @param self the id of this node */
    public ForwardedOnce(Supplier<String> self) {
        this.self = self;
    }

    /** Whether the call of the current context came by way of another node. */
    public static boolean isForwarded() {
        return IS_FORWARDED.get();
    }

    /**
     * The same channel, for calls on behalf of others.
     *
     * @param by the id of the node that makes them
     * @param to the id of the node that shall answer
     */
    public static Channel marking(Channel channel, String by, String to) {
        Metadata headers = new Metadata();
        headers.put(HEADER, by);
        headers.put(MEANT_FOR, to);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String meantFor = headers.get(MEANT_FOR);
        if (meantFor != null && !meantFor.equals(self.get())) {
            Status refusal = Status.FAILED_PRECONDITION.withDescription("asked for " + meantFor + ", this node is "
                    + self.get() + ": the address of the one is the other's");
            call.close(refusal, new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return headers.containsKey(HEADER)
                ? Contexts.interceptCall(Context.current().withValue(IS_FORWARDED, true), call, headers, next)
                : next.startCall(call, headers);
    }
}
