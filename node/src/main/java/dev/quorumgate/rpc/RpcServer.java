package dev.quorumgate.rpc;

import dev.quorumgate.tls.TlsRefusals;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What listens on the admin port: one gRPC server for the other nodes and for operators, which also tells its health and what
 * it offers (reflection). Its services must not wait on the
 * threads that call them, which are those of the network.
 */
public final class RpcServer implements Closeable {
    private static final long STOP_MILLIS = 1000;

    private final Server server;
    private final HealthStatusManager health;

    private RpcServer(Server server, HealthStatusManager health) {
        this.server = server;
        this.health = health;
    }

    /**
     * Binds the address.
     *
     * @param tls empty for none
     * @param requestBytesMax larger requests are refused
     * @throws IOException if the address cannot be bound
     */
    public static RpcServer start(
            InetSocketAddress address,
            Optional<RpcTls> tls,
            int requestBytesMax,
            List<ServerServiceDefinition> services)
            throws IOException {
        HealthStatusManager health = new HealthStatusManager();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address)
                .directExecutor()
                .maxInboundMessageSize(requestBytesMax)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addServices(services)
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance());
        tls.ifPresent(each -> secure(builder, each));
        services.forEach(service ->
                health.setStatus(service.getServiceDescriptor().getName(), HealthCheckResponse.ServingStatus.SERVING));
        return new RpcServer(builder.build().start(), health);
    }

    private static void secure(NettyServerBuilder builder, RpcTls tls) {
        TlsRefusals refusals = new TlsRefusals();
        ServiceAccess access = new ServiceAccess(tls, refusals);
        builder.protocolNegotiator(new ToldHandshakes(SslContexts.server(tls), refusals))
                .addTransportFilter(access.perConnection())
                .intercept(access.perCall());
    }

    /** Where it listens. */
    public int port() {
        return server.getPort();
    }

    /** What the health service says of a name that is none of a service. */
    public void tellHealth(String name, boolean isServing) {
        health.setStatus(
                name,
                isServing ? HealthCheckResponse.ServingStatus.SERVING : HealthCheckResponse.ServingStatus.NOT_SERVING);
    }

    /** Takes no new calls, and breaks off those that are not done soon. */
    @Override
    public void close() {
        health.enterTerminalState();
        server.shutdown();
        try {
            if (!server.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
