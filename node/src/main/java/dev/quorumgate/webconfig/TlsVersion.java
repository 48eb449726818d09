package dev.quorumgate.webconfig;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Versions of TLS, the older one first, in the words of the file. */
enum TlsVersion {
    TLS10("TLSv1"),
    TLS11("TLSv1.1"),
    TLS12("TLSv1.2"),
    TLS13("TLSv1.3");

    private final String protocol;

    TlsVersion(String protocol) {
        this.protocol = protocol;
    }

    static Optional<TlsVersion> of(String word) {
        return Arrays.stream(values()).filter(each -> each.name().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }

    /** The JDK's word for it. */
    String protocol() {
        return protocol;
    }

    /** Java has these switched off for good. */
    boolean isGone() {
        return compareTo(TLS12) < 0;
    }
}
