package dev.quorumgate.rpc;

import dev.quorumgate.tls.MutualTls;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;

/**
 * TLS for both ends of a connection. By the JDK's provider: with it a key manager is asked at each handshake, so that files
 * can be exchanged, and a trust manager sees the engine, so that host names can be checked.
 */
final class SslContexts {
    private SslContexts() {}

    /**
     * Of a server. A certificate that is shown must be good. One that is missing is refused later, with a sentence that the
     * client can show; a handshake could only break off.
     */
    static SslContext server(RpcTls tls) {
        return build(SslContextBuilder.forServer(tls.operators().keys())
                .trustManager(tls.anybody())
                .clientAuth(ClientAuth.OPTIONAL));
    }

    /** Of a member that asks others. */
    static SslContext client(RpcTls tls) {
        return client(new MutualTls(tls.members().keys(), tls.anybody()));
    }

    static SslContext client(MutualTls tls) {
        return build(SslContextBuilder.forClient().keyManager(tls.keys()).trustManager(tls.trust()));
    }

    private static SslContext build(SslContextBuilder builder) {
        try {
            return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
        } catch (SSLException e) {
            throw new IllegalStateException("this JVM offers no TLS that gRPC can use", e);
        }
    }
}
