package dev.quorumgate.rpc;

import dev.quorumgate.tls.TlsRefusals;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/** Tells in the log of calls that fail because of certificates; to those who called they are one failure among others. */
final class ToldRefusals implements ClientInterceptor {
    private final String address;
    private final TlsRefusals refusals;

    ToldRefusals(String address, TlsRefusals refusals) {
        this.address = address;
        this.refusals = refusals;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(
                        new ForwardingClientCallListener.SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                if (!status.isOk()) {
                                    tell(status);
                                }
                                super.onClose(status, trailers);
                            }
                        },
                        headers);
            }
        };
    }

    private void tell(Status status) {
        switch (status.getCode()) {
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                refusals.ofServer(address, String.valueOf(status.getDescription()));
            default -> {
                if (status.getCause() != null) {
                    refusals.ofServer(address, status.getCause());
                }
            }
        }
    }
}
