package dev.quorumgate.rpc;

import dev.quorumgate.tls.MutualTls;
import dev.quorumgate.tls.TlsRefusals;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.io.Closeable;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;

/** One channel for each address, shared by all who call there. Calls may overlap. */
public final class RpcChannels implements Closeable {
    private static final int REPLY_BYTES_MAX = 64 << 20;
    private static final int CONNECT_TIMEOUT_MILLIS = 2000;

    private final Optional<SslContext> tls;
    private final TlsRefusals refusals = new TlsRefusals();
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    /** A channel, and what is handed out of it. */
    private record Line(ManagedChannel channel, Channel told) {}

    /** @param tls empty for none */
    public RpcChannels(Optional<RpcTls> tls) {
        this.tls = tls.map(SslContexts::client);
    }

    /**
     * The channel to an address. What follows a reply runs on a network thread, so it must hop to one of its own.
     *
     * @param address {@code host:port}, IPv6 in brackets
     */
    public Channel to(String address) {
        Line line = lines.computeIfAbsent(address, this::line);
        if (line.channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            // gRPC would wait up to two minutes before it tries again; the callers here pace themselves.
            line.channel.resetConnectBackoff();
        }
        return line.told;
    }

    private Line line(String address) {
        ManagedChannel channel = channel(address, tls);
        return new Line(channel, ClientInterceptors.intercept(channel, new ToldRefusals(address, refusals)));
    }

    /**
     * After a call to an address was not answered in time: packets may be getting lost, and after that an old connection
     * takes many seconds to send again.
     */
    public void reconnectSoon(String address) {
        Line line = lines.get(address);
        if (line != null) {
            line.channel.enterIdle();
        }
    }

    @Override
    public void close() {
        lines.values().forEach(line -> line.channel.shutdownNow());
    }

    /**
     * A channel that is the caller's own.
     *
     * @param tls empty for none
     */
    public static ManagedChannel open(String address, Optional<MutualTls> tls) {
        return channel(address, tls.map(SslContexts::client));
    }

    private static ManagedChannel channel(String address, Optional<SslContext> tls) {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget("dns:///" + address)
                .directExecutor()
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .maxInboundMessageSize(REPLY_BYTES_MAX)
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(3, TimeUnit.SECONDS);
        tls.ifPresentOrElse(builder::sslContext, builder::usePlaintext);
        return builder.build();
    }

    /** Whether a call ended so because there was no connection that could have carried it. */
    public static boolean wasNeverSent(Status status) {
        Throwable cause = status.getCause();
        return status.getCode() == Status.Code.UNAVAILABLE
                && (cause instanceof ConnectException
                        || cause instanceof NoRouteToHostException
                        || cause instanceof UnknownHostException
                        || cause instanceof SSLHandshakeException);
    }
}
