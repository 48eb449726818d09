package dev.quorumgate.raft;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;

/**
 * What may be asked of Ratis's port: replication alone. Ratis would also serve its client and admin protocols there, to
 * anybody who can connect, and with them change the membership or delete the data.
 */
final class RatisPort {
    private static final String REPLICATION = "ratis.grpc.RaftServerProtocolService/";

    private RatisPort() {}

    static Parameters parameters() {
        Parameters parameters = new Parameters();
        GrpcConfigKeys.Server.setServicesCustomizer(
                parameters, (builder, types) -> builder.intercept(new ReplicationOnly()));
        return parameters;
    }

    private static final class ReplicationOnly implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            if (call.getMethodDescriptor().getFullMethodName().startsWith(REPLICATION)) {
                return next.startCall(call, headers);
            }
            call.close(
                    Status.PERMISSION_DENIED.withDescription("this port serves replication between members only"),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }
}
