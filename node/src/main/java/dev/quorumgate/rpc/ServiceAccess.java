package dev.quorumgate.rpc;

import dev.quorumgate.tls.TlsRefusals;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Who may call what, where there is TLS: other nodes' questions are for members, everything else for operators and members.
 * Decided once for each connection.
 */
final class ServiceAccess {
    private static final String OF_MEMBERS = "quorumgate.peer.";
    private static final Attributes.Key<Caller> CALLER = Attributes.Key.create("quorumgate-caller");

    private final X509ExtendedTrustManager members;
    private final X509ExtendedTrustManager operators;
    private final TlsRefusals refusals;

    private enum Caller {
        NOBODY,
        STRANGER,
        OPERATOR,
        MEMBER
    }

    ServiceAccess(RpcTls tls, TlsRefusals refusals) {
        this.members = tls.members().trust();
        this.operators = tls.operators().trust();
        this.refusals = refusals;
    }

    ServerTransportFilter perConnection() {
        return new ServerTransportFilter() {
            @Override
            public Attributes transportReady(Attributes attributes) {
                return attributes.toBuilder()
                        .set(CALLER, caller(attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION)))
                        .build();
            }
        };
    }

    ServerInterceptor perCall() {
        return new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                Status refusal = refusal(
                        call.getAttributes().get(CALLER),
                        call.getMethodDescriptor().getFullMethodName());
                if (refusal.isOk()) {
                    return next.startCall(call, headers);
                }
                refusals.ofCaller(
                        ToldHandshakes.PORT,
                        call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR),
                        String.valueOf(refusal.getDescription()));
                call.close(refusal, new Metadata());
                return new ServerCall.Listener<>() {};
            }
        };
    }

    private static Status refusal(@Nullable Caller caller, String method) {
        if (caller == null || caller == Caller.NOBODY) {
            return Status.UNAUTHENTICATED.withDescription(
                    "the caller shows no certificate, and this port takes calls with one only; verbs of the CLI take"
                            + " --tls-cert-file and --tls-key-file");
        }
        if (caller == Caller.STRANGER) {
            return Status.UNAUTHENTICATED.withDescription(
                    "the caller's certificate has ended, or its authority is trusted no more");
        }
        if (caller == Caller.OPERATOR && method.startsWith(OF_MEMBERS)) {
            return Status.PERMISSION_DENIED.withDescription(
                    "the caller's certificate is one of an operator, and " + method + " is for members");
        }
        return Status.OK;
    }

    /** Of a connection whose certificate, if it shows one, was found good when its session began; that may be hours ago. */
    private Caller caller(@Nullable SSLSession session) {
        if (session == null) {
            return Caller.NOBODY;
        }
        X509Certificate[] chain;
        try {
            Certificate[] shown = session.getPeerCertificates();
            chain = Arrays.copyOf(shown, shown.length, X509Certificate[].class);
        } catch (SSLPeerUnverifiedException e) {
            return Caller.NOBODY;
        }
        if (isGood(members, chain)) {
            return Caller.MEMBER;
        }
        return isGood(operators, chain) ? Caller.OPERATOR : Caller.STRANGER;
    }

    private static boolean isGood(X509ExtendedTrustManager trust, X509Certificate[] chain) {
        try {
            trust.checkClientTrusted(chain, "UNKNOWN");
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }
}
