package dev.quorumgate.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.quorumgate.proto.admin.AdminServiceGrpc;
import dev.quorumgate.proto.admin.StatusReply;
import dev.quorumgate.proto.admin.StatusRequest;
import dev.quorumgate.proto.peer.CurrentTermReply;
import dev.quorumgate.proto.peer.CurrentTermRequest;
import dev.quorumgate.proto.peer.PeerServiceGrpc;
import dev.quorumgate.tls.MutualTls;
import dev.quorumgate.tls.PemFiles;
import dev.quorumgate.tls.ReloadingTls;
import dev.quorumgate.tls.TestAuthority;
import dev.quorumgate.tls.TlsRefusals;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: members ask members, operators ask what is for operators, and nobody else asks anything.
 *
 * <p>Method: the real port with certificates of two authorities; a call of each service by each kind of caller.
 */
class RpcTlsTest {
    @TempDir
    Path temp;

    private TestAuthority members;
    private TestAuthority operators;
    private RpcServer server;

    @BeforeEach
    void start() throws IOException {
        members = new TestAuthority(temp.resolve("members")).sign(30, "n1", "n2", "elsewhere=10.9.9.9");
        operators = new TestAuthority(temp.resolve("operators")).sign(30, "n1", "olga");
        server = RpcServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.of(new RpcTls(managers(members, "n1"), managers(operators, "n1"))),
                1 << 20,
                List.of(new Peers().bindService(), new Admins().bindService()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void answersMembers() throws IOException {
        RpcTls tls = new RpcTls(managers(members, "n2"), managers(operators, "n1"));
        try (RpcChannels channels = new RpcChannels(Optional.of(tls))) {
            assertThat(askPeer(channels.to(address()))).isEqualTo(7);
            assertThat(askAdmin(channels.to(address()))).isEqualTo("here");
        }
    }

    @Test
    void answersOperatorsWhatIsForThem() throws IOException {
        ManagedChannel channel = RpcChannels.open(address(), Optional.of(managers(operators, "olga")));
        try {
            assertThat(askAdmin(channel)).isEqualTo("here");
            StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, () -> askPeer(channel));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(refused).hasMessageContaining("is one of an operator").hasMessageContaining("is for members");
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void refusesWhoShowsNoCertificateInASentence() throws IOException {
        MutualTls nothing = MutualTls.ofClient(operators.authorities(), Optional.empty());
        ManagedChannel channel = RpcChannels.open(address(), Optional.of(nothing));
        try {
            StatusRuntimeException refused =
                    catchThrowableOfType(StatusRuntimeException.class, () -> askAdmin(channel));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(refused).hasMessageContaining("shows no certificate").hasMessageContaining("--tls-cert-file");
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void refusesAStrangersCertificate() throws IOException {
        TestAuthority strangers = new TestAuthority(temp.resolve("strangers")).sign(30, "s");
        MutualTls stranger = new MutualTls(
                managers(strangers, "s").keys(),
                MutualTls.ofClient(operators.authorities(), Optional.empty()).trust());

        assertThat(reasonOfFailure(Optional.of(stranger)))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("does not accept the certificate of this one"));
    }

    /** A session may be resumed for hours, and then nobody asks the trust manager. */
    @Test
    void refusesACertificateThatCountsNoMoreWhenItsSessionIsResumed() throws IOException {
        Path both = temp.resolve("both.crt");
        Files.writeString(both, Files.readString(operators.authorities()) + Files.readString(members.authorities()));
        PemFiles files = new PemFiles(
                members.files("n1").certificate(), members.files("n1").key(), both);
        MutualTls olga = new MutualTls(
                managers(operators, "olga").keys(), managers(members, "n2").trust());
        server.close();
        try (ReloadingTls tls = ReloadingTls.open(files);
                RpcChannels channels = new RpcChannels(Optional.of(new RpcTls(olga, olga)))) {
            tls.follow();
            server = RpcServer.start(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    Optional.of(new RpcTls(managers(members, "n1"), tls.managers())),
                    1 << 20,
                    List.of(new Admins().bindService()));
            assertThat(askAdmin(channels.to(address()))).isEqualTo("here");

            Files.writeString(both, Files.readString(members.authorities()));
            await().until(() -> tls.managers().trust().getAcceptedIssuers().length == 1);
            channels.reconnectSoon(address());

            StatusRuntimeException refused =
                    catchThrowableOfType(StatusRuntimeException.class, () -> askAdmin(channels.to(address())));
            assertThat(refused.getStatus().getCode()).isIn(Status.Code.UNAUTHENTICATED, Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void isRefusedItselfByWhoDoesNotKnowItsAuthority() throws IOException {
        TestAuthority strangers = new TestAuthority(temp.resolve("strangers")).sign(30, "s");

        assertThat(reasonOfFailure(Optional.of(managers(strangers, "s"))))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains(
                                "the certificate of CN=n1, issued by CN=test authority",
                                "is not signed by an authority"));
    }

    @Test
    void isRefusedWhereItsCertificateIsForAnotherHost() throws IOException {
        server.close();
        server = RpcServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.of(new RpcTls(managers(members, "elsewhere"), managers(members, "elsewhere"))),
                1 << 20,
                List.of(new Admins().bindService()));

        assertThat(reasonOfFailure(Optional.of(managers(members, "n2"))))
                .hasValue("the certificate of CN=elsewhere is not for 127.0.0.1: it has the names [10.9.9.9]");
    }

    @Test
    void speaksNothingButTls() throws IOException {
        StatusRuntimeException failed = failure(Optional.empty());

        assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    private Optional<String> reasonOfFailure(Optional<MutualTls> tls) {
        return TlsRefusals.reason(failure(tls));
    }

    private StatusRuntimeException failure(Optional<MutualTls> tls) {
        ManagedChannel channel = RpcChannels.open(address(), tls);
        try {
            return catchThrowableOfType(StatusRuntimeException.class, () -> askAdmin(channel));
        } finally {
            channel.shutdownNow();
        }
    }

    private String address() {
        return "127.0.0.1:" + server.port();
    }

    private static MutualTls managers(TestAuthority authority, String name) throws IOException {
        return ReloadingTls.open(authority.files(name)).managers();
    }

    private static long askPeer(Channel channel) {
        return PeerServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .currentTerm(CurrentTermRequest.getDefaultInstance())
                .getTerm();
    }

    private static String askAdmin(Channel channel) {
        return AdminServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .status(StatusRequest.getDefaultInstance())
                .getAnsweredBy();
    }

    private static final class Peers extends PeerServiceGrpc.PeerServiceImplBase {
        @Override
        public void currentTerm(CurrentTermRequest request, StreamObserver<CurrentTermReply> observer) {
            observer.onNext(CurrentTermReply.newBuilder().setTerm(7).build());
            observer.onCompleted();
        }
    }

    private static final class Admins extends AdminServiceGrpc.AdminServiceImplBase {
        @Override
        public void status(StatusRequest request, StreamObserver<StatusReply> observer) {
            observer.onNext(StatusReply.newBuilder().setAnsweredBy("here").build());
            observer.onCompleted();
        }
    }
}
