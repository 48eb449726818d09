package dev.quorumgate.rpc;

import dev.quorumgate.tls.TlsRefusals;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.util.AsciiString;

/** TLS of the server, with failed handshakes told: gRPC itself does so for debugging only, and without the caller's address. */
final class ToldHandshakes implements InternalProtocolNegotiator.ProtocolNegotiator {
    /** What it is called in the log. */
    static final String PORT = "admin port";

    private final InternalProtocolNegotiator.ProtocolNegotiator tls;
    private final TlsRefusals refusals;

    ToldHandshakes(SslContext context, TlsRefusals refusals) {
        this.tls = InternalProtocolNegotiators.serverTls(context);
        this.refusals = refusals;
    }

    @Override
    public AsciiString scheme() {
        return tls.scheme();
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler http2) {
        return new Teller(tls.newHandler(http2));
    }

    @Override
    public void close() {
        tls.close();
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
