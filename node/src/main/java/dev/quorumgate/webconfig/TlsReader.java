package dev.quorumgate.webconfig;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads the part {@code tls_server_config}. */
final class TlsReader {
    private final Path file;
    private final Findings findings;

    TlsReader(Path file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /** Empty if there is nothing in it, or no certificate or key, which then is a finding. */
    Optional<WebConfig.Tls> read(Section section) {
        Optional<PemSource> certificate = pem(section, "cert_file", "cert");
        Optional<PemSource> key = pem(section, "key_file", "key");
        Optional<PemSource> clientCa = pem(section, "client_ca_file", "client_ca");
        ClientAuth clientAuth = clientAuth(section);
        List<Section.Text> names = section.list("client_allowed_sans");
        List<String> protocols = protocols(section);
        List<String> suites = cipherSuites(section, protocols);
        List<String> curves = curves(section);
        boolean serverOrder = section.bool("prefer_server_cipher_suites", true);
        section.refuseOthers();
        if (section.isEmpty()) {
            return Optional.empty();
        }
        if (clientCa.isPresent() && !clientAuth.asks()) {
            findings.problem(
                    clientCa.get().place(),
                    "client CA's have been configured without a Client Auth Policy; set client_auth_type,"
                            + " to RequireAndVerifyClientCert for example");
        }
        if (!names.isEmpty() && !clientAuth.asks()) {
            findings.problem(
                    section.placeOf("client_allowed_sans"),
                    "client_allowed_sans: without a client_auth_type no client is asked for a certificate");
        }
        if (certificate.isEmpty()) {
            findings.problem(section.place(), "missing one of cert or cert_file: TLS needs a certificate");
        }
        if (key.isEmpty()) {
            findings.problem(section.place(), "missing one of key or key_file: TLS needs the certificate's key");
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new WebConfig.Tls(
                certificate.get(),
                key.get(),
                clientCa,
                clientAuth,
                names.stream().map(Section.Text::value).toList(),
                protocols,
                suites,
                curves,
                serverOrder));
    }

    /** The file wins where both are given. */
    private Optional<PemSource> pem(Section section, String fileKey, String inlineKey) {
        Optional<Section.Text> inline = section.text(inlineKey);
        Optional<Section.Text> name = section.text(fileKey);
        if (name.isEmpty()) {
            return inline.map(text -> PemSource.inline(text.place(), text.value()));
        }
        try {
            Path named = Path.of(name.get().value());
            return Optional.of(
                    PemSource.inFile(name.get().place(), file.toAbsolutePath().resolveSibling(named)));
        } catch (InvalidPathException e) {
            findings.problem(name.get().place(), fileKey + ": not the name of a file");
            return Optional.empty();
        }
    }

    private ClientAuth clientAuth(Section section) {
        Optional<Section.Text> text = section.text("client_auth_type");
        Optional<ClientAuth> clientAuth = text.flatMap(word -> ClientAuth.of(word.value()));
        if (text.isPresent() && clientAuth.isEmpty()) {
            unknown("client_auth_type", text.get(), ClientAuth.words());
            return ClientAuth.REQUIRE_AND_VERIFY; // so that no other finding follows from this one
        }
        return clientAuth.orElse(ClientAuth.NONE);
    }

    private List<String> protocols(Section section) {
        TlsVersion min = version(section, "min_version", TlsVersion.TLS12);
        TlsVersion max = version(section, "max_version", TlsVersion.TLS13);
        if (min.isGone() && !max.isGone()) {
            findings.warning(
                    section.placeOf("min_version"),
                    "min_version: Java has TLS 1.0 and 1.1 switched off; clients need TLS 1.2");
        }
        if (max.isGone()) {
            findings.problem(
                    section.placeOf("max_version"),
                    "max_version: Java has TLS 1.0 and 1.1 switched off; expected TLS12 or TLS13");
        } else if (min.compareTo(max) > 0) {
            findings.problem(section.placeOf("min_version"), "min_version: is newer than max_version, " + max);
        }
        return Arrays.stream(TlsVersion.values())
                .filter(each -> !each.isGone() && each.compareTo(min) >= 0 && each.compareTo(max) <= 0)
                .map(TlsVersion::protocol)
                .toList();
    }

    private TlsVersion version(Section section, String key, TlsVersion otherwise) {
        Optional<Section.Text> text = section.text(key);
        Optional<TlsVersion> version = text.flatMap(word -> TlsVersion.of(word.value()));
        if (text.isPresent() && version.isEmpty()) {
            unknown(key, text.get(), TlsVersion.words());
        }
        return version.orElse(otherwise);
    }

    private List<String> cipherSuites(Section section, List<String> protocols) {
        List<Section.Text> texts = section.list("cipher_suites");
        List<String> suites = new ArrayList<>();
        if (texts.isEmpty()) {
            return suites;
        }
        if (protocols.contains(TlsVersion.TLS13.protocol())) {
            suites.addAll(CipherSuites.OF_TLS13); // the original lets nobody choose among these
        }
        for (Section.Text text : texts) {
            if (!CipherSuites.known().contains(text.value())) {
                unknown("cipher_suites", text, CipherSuites.known());
            } else if (!CipherSuites.isSupported(text.value())) {
                findings.warning(text.place(), "cipher_suites: this Java has " + text.value() + " switched off");
            } else if (!CipherSuites.OF_TLS13.contains(text.value())) {
                suites.add(text.value());
            }
        }
        if (suites.isEmpty()) {
            findings.problem(section.placeOf("cipher_suites"), "cipher_suites: none of these can be used");
        }
        return suites;
    }

    private List<String> curves(Section section) {
        List<String> curves = new ArrayList<>();
        for (Section.Text text : section.list("curve_preferences")) {
            String name = Curves.jdkNames().get(text.value());
            if (name == null) {
                unknown("curve_preferences", text, Curves.jdkNames().keySet());
            } else {
                curves.add(name);
            }
        }
        if (!curves.isEmpty() && !Curves.areSupported(curves)) {
            findings.problem(section.placeOf("curve_preferences"), "curve_preferences: " + Curves.unsupported(curves));
        }
        return curves;
    }

    private void unknown(String key, Section.Text text, Collection<String> known) {
        findings.problem(
                text.place(),
                key + ": " + Findings.shown(text.value()) + " is not known; " + Findings.guess(text.value(), known)
                        + " Expected one of " + known);
    }
}
