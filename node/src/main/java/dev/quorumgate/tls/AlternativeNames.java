package dev.quorumgate.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of a certificate beside its subject (RFC 5280, section 4.2.1.6). */
final class AlternativeNames {
    /** E-mail, DNS, URI, IP. */
    private static final Set<Integer> KINDS = Set.of(1, 2, 6, 7);

    /** With a colon, so that nothing is looked up. */
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:.]*");

    private AlternativeNames() {}

    /** Those that are an e-mail address, a DNS name, a URI or an IP address, as text. */
    static List<String> of(X509Certificate certificate) throws CertificateParsingException {
        List<String> names = new ArrayList<>();
        Collection<List<?>> all = certificate.getSubjectAlternativeNames();
        if (all == null) {
            return names;
        }
        for (List<?> name : all) {
            if (KINDS.contains(name.get(0)) && name.get(1) instanceof String text) {
                names.add(canonical(text));
            }
        }
        return names;
    }

    /** One spelling for each IPv6 address, which has many; other names as they are. */
    static String canonical(String name) {
        if (!IPV6.matcher(name).matches()) {
            return name;
        }
        try {
            return InetAddress.getByName(name).getHostAddress();
        } catch (UnknownHostException e) {
            return name; // no address, although it looks like one
        }
    }
}
