package dev.quorumgate.cli.importing;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where a Pushgateway is, and what it wants to see first.
 *
 * @param base without a slash at its end
 * @param authorization value of the header of that name
 * @param tls with authorities other than those of the system
 */
public record SourceAddress(String base, Optional<String> authorization, Optional<SSLContext> tls) {
    private static final String EXPECTED = "expected http://HOST:PORT or https://HOST:PORT, and a path if need be";

    /**
     * Where people say that it is.
     *
     * @param url with the path below which it serves, if there is one
     * @throws IllegalArgumentException with what is wrong
     */
    public static SourceAddress of(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(EXPECTED, e);
        }
        boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!isHttp || uri.getHost() == null) {
            throw new IllegalArgumentException(EXPECTED);
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "others would see the password there; use --user, and a file with --password-file");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("a query or a fragment has no meaning there");
        }
        String base = uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
        return new SourceAddress(base.replaceAll("/+$", ""), Optional.empty(), Optional.empty());
    }

    /** With basic authentication (RFC 7617). */
    public SourceAddress as(String user, String password) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new SourceAddress(
                base, Optional.of("Basic " + Base64.getEncoder().encodeToString(credentials)), tls);
    }

    public SourceAddress trusting(SSLContext context) {
        return new SourceAddress(base, authorization, Optional.of(context));
    }

    @Override
    public String toString() {
        return base; // not the password
    }
}
