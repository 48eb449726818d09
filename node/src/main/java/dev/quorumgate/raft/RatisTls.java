package dev.quorumgate.raft;

import dev.quorumgate.tls.MutualTls;
import dev.quorumgate.tls.TlsRefusals;
import javax.net.ssl.SSLException;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.thirdparty.io.grpc.netty.GrpcHttp2ConnectionHandler;
import org.apache.ratis.thirdparty.io.grpc.netty.GrpcSslContexts;
import org.apache.ratis.thirdparty.io.grpc.netty.InternalProtocolNegotiator;
import org.apache.ratis.thirdparty.io.grpc.netty.InternalProtocolNegotiators;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.netty.channel.ChannelHandler;
import org.apache.ratis.thirdparty.io.netty.channel.ChannelHandlerContext;
import org.apache.ratis.thirdparty.io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.ClientAuth;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContext;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContextBuilder;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslProvider;
import org.apache.ratis.thirdparty.io.netty.util.AsciiString;

/**
 * Mutual TLS between Ratis's servers. By the JDK's provider, where Ratis would take OpenSSL: with it a key manager is asked at
 * each handshake, so that files can be exchanged, and a trust manager sees the engine, so that host names can be checked.
 */
final class RatisTls {
    private static final String PORT = "cluster port";

    private final MutualTls tls;
    private final TlsRefusals refusals = new TlsRefusals();

    RatisTls(MutualTls tls) {
        this.tls = tls;
    }

    /** For what Ratis connects to. */
    void set(Parameters parameters) {
        GrpcConfigKeys.TLS.setConf(
                parameters,
                GrpcTlsConfig.newBuilder()
                        .setKeyManager(tls.keys())
                        .setTrustManager(tls.trust())
                        .setMutualTls(true)
                        .setSslProvider(SslProvider.JDK)
                        .build());
    }

    /** For what connects to Ratis: as Ratis would do it itself, but that failed handshakes are told. */
    void set(NettyServerBuilder builder) {
        builder.protocolNegotiator(new ToldHandshakes(InternalProtocolNegotiators.serverTls(serverContext())));
    }

    private SslContext serverContext() {
        try {
            return GrpcSslContexts.configure(SslContextBuilder.forServer(tls.keys()), SslProvider.JDK)
                    .trustManager(tls.trust())
                    .clientAuth(ClientAuth.REQUIRE)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("this JVM offers no TLS that Ratis can use", e);
        }
    }

    private final class ToldHandshakes implements InternalProtocolNegotiator.ProtocolNegotiator {
        private final InternalProtocolNegotiator.ProtocolNegotiator negotiator;

        ToldHandshakes(InternalProtocolNegotiator.ProtocolNegotiator negotiator) {
            this.negotiator = negotiator;
        }

        @Override
        public AsciiString scheme() {
            return negotiator.scheme();
        }

        @Override
        public ChannelHandler newHandler(GrpcHttp2ConnectionHandler http2) {
            return new Teller(negotiator.newHandler(http2));
        }

        @Override
        public void close() {
            negotiator.close();
        }
    }

    /** Stands behind the handshake, where its exceptions come along. */
    private final class Teller extends ChannelInboundHandlerAdapter {
        private final ChannelHandler handshake;

        Teller(ChannelHandler handshake) {
            this.handshake = handshake;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            context.pipeline().addBefore(context.name(), null, handshake);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            refusals.ofCaller(PORT, context.channel().remoteAddress(), cause);
            context.fireExceptionCaught(cause);
        }
    }
}
