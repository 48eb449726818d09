package dev.quorumgate.tls;

import java.util.List;
import java.util.Locale;

/** Hosts against the names in a certificate (RFC 6125, section 6.4): a wildcard stands for the whole first label. */
final class HostNames {
    private HostNames() {}

    static boolean match(String host, List<String> names) {
        String wanted = canonical(host);
        int dot = wanted.indexOf('.');
        String wildcard = dot < 0 ? wanted : "*" + wanted.substring(dot);
        return names.stream().map(HostNames::canonical).anyMatch(name -> name.equals(wanted) || name.equals(wildcard));
    }

    private static String canonical(String name) {
        return AlternativeNames.canonical(name).toLowerCase(Locale.ROOT);
    }
}
