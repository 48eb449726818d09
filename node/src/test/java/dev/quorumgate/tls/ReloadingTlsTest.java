package dev.quorumgate.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what is in the files counts, when it can be used; what cannot is told with the reason. */
class ReloadingTlsTest {
    @TempDir
    Path temp;

    private TestAuthority authority;
    private TestAuthority another;

    @BeforeEach
    void makeCertificates() {
        authority = new TestAuthority(temp.resolve("one")).sign(30, "n1=h1.example,*.example.net,10.0.0.1,::1", "n2");
        another = new TestAuthority(temp.resolve("another")).sign(30, "n1", "n3");
    }

    @Test
    void knowsForWhomItsCertificateIs() throws IOException {
        ReloadingTls tls = ReloadingTls.open(authority.files("n1"));

        assertThat(tls.isFor("h1.example")).isTrue();
        assertThat(tls.isFor("H1.Example")).isTrue();
        assertThat(tls.isFor("a.example.net")).isTrue();
        assertThat(tls.isFor("10.0.0.1")).isTrue();
        assertThat(tls.isFor("0:0:0:0:0:0:0:1")).isTrue();
        assertThat(tls.isFor("example.net")).isFalse();
        assertThat(tls.isFor("a.b.example.net")).isFalse();
        assertThat(tls.isFor("10.0.0.2")).isFalse();
    }

    @Test
    void refusesToStartWithWhatNobodyWouldAccept() {
        authority.sign(-1, "expired");
        PemFiles ofAnother = new PemFiles(
                another.files("n1").certificate(), another.files("n1").key(), authority.authorities());
        PemFiles noPair = new PemFiles(
                authority.files("n1").certificate(), authority.files("n2").key(), authority.authorities());

        assertThatThrownBy(() -> ReloadingTls.open(authority.files("expired")))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("file '.*expired.crt' would be refused by everybody: the certificate of CN=expired"
                        + " ended on \\S+");
        assertThatThrownBy(() -> ReloadingTls.open(ofAnother))
                .hasMessageContaining("the certificate of CN=n1, issued by CN=test authority ")
                .hasMessageContaining(", is not signed by an authority in '" + authority.authorities() + "'");
        assertThatThrownBy(() -> ReloadingTls.open(noPair))
                .hasMessageContaining("the private key is not that of the certificate for CN=n1");
        assertThatThrownBy(() -> ReloadingTls.open(authority.files("n9")))
                .hasMessageContaining("n9.crt' does not exist");
    }

    @Test
    void takesNewFilesWhenTheyStandStill() throws IOException {
        PemFiles files = authority.files("n1");
        ReloadingTls tls = ReloadingTls.open(files);
        X509Certificate before = tls.certificate();

        authority.sign(30, "n1");
        tls.look();
        X509Certificate whileTheyMayStillBeWritten = tls.certificate();
        tls.look();

        assertThat(whileTheyMayStillBeWritten).isEqualTo(before);
        assertThat(tls.certificate()).isNotEqualTo(before);
    }

    @Test
    void goesOnWithThoseOfBeforeWhileTheNewOnesCannotBeUsed() throws IOException {
        PemFiles files = authority.files("n1");
        ReloadingTls tls = ReloadingTls.open(files);
        X509Certificate before = tls.certificate();

        copy(authority.files("n2").certificate(), files.certificate());
        lookTwice(tls);
        assertThat(tls.certificate()).isEqualTo(before);

        copy(authority.files("n2").key(), files.key());
        lookTwice(tls);
        assertThat(tls.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=n2");
    }

    @Test
    void trustsTheAuthoritiesThatAreInTheFileNow() throws Exception {
        PemFiles files = authority.files("n1");
        ReloadingTls tls = ReloadingTls.open(files);
        X509Certificate[] stranger = {
            Pem.certificates(Files.readString(another.files("n3").certificate()))
                    .get(0)
        };
        MutualTls managers = tls.managers();
        assertThatThrownBy(() -> managers.trust().checkClientTrusted(stranger, "UNKNOWN"))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("the certificate of CN=n3, issued by")
                .hasMessageContaining("is not signed by an authority in");

        Files.writeString(
                files.authorities(), Files.readString(files.authorities()) + Files.readString(another.authorities()));
        lookTwice(tls);

        assertThatCode(() -> managers.trust().checkClientTrusted(stranger, "UNKNOWN"))
                .doesNotThrowAnyException();
    }

    /** A handshake asks for the certificate and then for the key; a change in between must not mix two pairs. */
    @Test
    void keepsThePairOfAHandshakeUnderWay() throws IOException {
        ReloadingTls tls = ReloadingTls.open(authority.files("n1"));
        MutualTls managers = tls.managers();
        String begun = managers.keys().chooseEngineServerAlias("EC", null, null);
        X509Certificate before = tls.certificate();

        authority.sign(30, "n1");
        lookTwice(tls);
        String next = managers.keys().chooseEngineClientAlias(new String[] {"RSA", "EC"}, null, null);

        assertThat(next).isNotEqualTo(begun);
        assertThat(managers.keys().getCertificateChain(begun)).containsExactly(before);
        assertThat(managers.keys().getPrivateKey(begun))
                .isNotEqualTo(managers.keys().getPrivateKey(next));
        assertThat(managers.keys().getCertificateChain(next)).containsExactly(tls.certificate());
        assertThat(managers.keys().chooseEngineServerAlias("RSA", null, null)).isNull();
    }

    private static void lookTwice(ReloadingTls tls) {
        tls.look();
        tls.look();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
