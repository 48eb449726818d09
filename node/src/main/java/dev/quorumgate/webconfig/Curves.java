package dev.quorumgate.webconfig;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLParameters;

/**
 * Elliptic curves for the exchange of keys, in the words of Go. Java can choose them for one server from version 20 on;
 * before, only for the whole process, by a system property.
 */
public final class Curves {
    private static final String PROPERTY = "jdk.tls.namedGroups";
    private static final int FIRST_TO_CHOOSE = 20;

    private static final Map<String, String> JDK_NAMES = new TreeMap<>(Map.of(
            "CurveP256", "secp256r1",
            "CurveP384", "secp384r1",
            "CurveP521", "secp521r1",
            "X25519", "x25519"));

    private Curves() {}

    static Map<String, String> jdkNames() {
        return JDK_NAMES;
    }

    /** Whether these curves, in the JDK's words, can be had; {@link #unsupported} says what to do if not. */
    static boolean areSupported(List<String> curves) {
        return Runtime.version().feature() >= FIRST_TO_CHOOSE
                || property(curves).equals(System.getProperty(PROPERTY));
    }

    static String unsupported(List<String> curves) {
        return "Java " + Runtime.version().feature() + " cannot choose curves for one server; use Java "
                + FIRST_TO_CHOOSE + " or newer, or choose them for the whole process with QUORUMGATE_JAVA_OPTS=-D"
                + PROPERTY + "=" + property(curves) + ", or leave this out";
    }

    private static String property(List<String> curves) {
        return curves.stream().collect(Collectors.joining(","));
    }

    /** Has TLS with these parameters use no other curves; the process has them already where Java cannot do it. */
    public static void choose(SSLParameters parameters, List<String> curves) {
        if (curves.isEmpty() || Runtime.version().feature() < FIRST_TO_CHOOSE) {
            return;
        }
        try {
            SSLParameters.class.getMethod("setNamedGroups", String[].class).invoke(parameters, (Object)
                    curves.toArray(String[]::new));
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("this Java does not let curves be chosen", e);
        }
    }
}
