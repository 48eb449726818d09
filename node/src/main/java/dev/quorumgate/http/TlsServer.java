package dev.quorumgate.http;

import dev.quorumgate.tls.ClientTrust;
import dev.quorumgate.webconfig.ClientAuth;
import dev.quorumgate.webconfig.Curves;
import dev.quorumgate.webconfig.TlsMaterial;
import dev.quorumgate.webconfig.WebConfig;
import dev.quorumgate.webconfig.WebConfigFile;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.SessionContainer;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS under HTTP/1.1 and HTTP/2. One for all addresses; certificates are exchanged while it runs. */
final class TlsServer {
    private static final Logger logger = LoggerFactory.getLogger(TlsServer.class);

    private final Contexts contexts = new Contexts();
    private final boolean http2;

    /** What the web server makes its handshakes of. */
    private static final class Contexts extends SslContextFactory.Server {
        private volatile List<String> curves = List.of();

        @Override
        public SSLParameters customize(SSLParameters parameters) {
            SSLParameters customized = super.customize(parameters);
            Curves.choose(customized, curves);
            return customized;
        }

        void configure(WebConfig.Tls tls, TlsMaterial material) throws GeneralSecurityException {
            setSslContext(context(tls, material));
            setWantClientAuth(tls.clientAuth().asks() && !tls.clientAuth().requires());
            setNeedClientAuth(tls.clientAuth().requires());
            setExcludeProtocols();
            setIncludeProtocols(tls.protocols().toArray(String[]::new));
            if (!tls.cipherSuites().isEmpty()) {
                setExcludeCipherSuites();
            }
            setIncludeCipherSuites(tls.cipherSuites().toArray(String[]::new));
            setUseCipherSuitesOrder(tls.serverOrder());
            curves = tls.curves();
        }

        private static SSLContext context(WebConfig.Tls tls, TlsMaterial material) throws GeneralSecurityException {
            ClientAuth clients = tls.clientAuth();
            ClientTrust trust = clients.verifies()
                    ? ClientTrust.verifying(material.clientAuthorities(), tls.clientAllowedNames())
                    : ClientTrust.unverified(tls.clientAllowedNames());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(material.credentials().keyManagers(), new TrustManager[] {trust}, null);
            return context;
        }
    }

    /** @param state which has TLS */
    TlsServer(WebConfigFile.State state) throws GeneralSecurityException {
        this.http2 = state.config().http2();
        contexts.configure(state.config().tls().orElseThrow(), state.tls().orElseThrow());
    }

    boolean http2() {
        return http2;
    }

    /** Has new connections use what is configured now; those that are open stay as they are. */
    void reload(WebConfigFile.State state) {
        try {
            contexts.reload(ignored -> {
                try {
                    contexts.configure(
                            state.config().tls().orElseThrow(), state.tls().orElseThrow());
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException(e);
                }
            });
        } catch (Exception e) { // which is all that the web server declares
            logger.error("the new certificates cannot be used; those of before go on being used", e);
        }
    }

    /** What a connection goes through, the first one first. */
    ConnectionFactory[] connectionFactories(HttpConfiguration http) {
        http.addCustomizer(new SecureRequestCustomizer(false)); // any name will do, as for the original
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        List<ConnectionFactory> factories = new ArrayList<>();
        if (http2) {
            ALPNServerConnectionFactory choice = new ALPNServerConnectionFactory();
            choice.setDefaultProtocol(http1.getProtocol());
            factories.add(choice);
            factories.add(http2(http));
        }
        factories.add(http1);
        SslConnectionFactory tls =
                new SslConnectionFactory(contexts, factories.get(0).getProtocol());
        factories.add(0, tls);
        factories.add(0, new PlainHttpRefusal(tls));
        return factories.toArray(ConnectionFactory[]::new);
    }

    /**
     * Without the web server's own shutdown of sessions, whose future is now and then never completed when a client leaves
     * meanwhile (seen with Jetty 12.1.14). {@link StoppingConnector} does it.
     */
    private static HTTP2ServerConnectionFactory http2(HttpConfiguration http) {
        HTTP2ServerConnectionFactory factory = new HTTP2ServerConnectionFactory(http);
        factory.removeBean(factory.getBean(SessionContainer.class));
        return factory;
    }
}
