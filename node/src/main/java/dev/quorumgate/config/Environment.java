package dev.quorumgate.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Environment variables with our prefix. */
final class Environment {
    /** Of the scripts and of the admin commands. */
    private static final Set<String> NOT_FLAGS = Set.of(
            "QUORUMGATE_JAVA_OPTS",
            "QUORUMGATE_CLUSTER",
            "QUORUMGATE_ENDPOINTS",
            "QUORUMGATE_TIMEOUT",
            "QUORUMGATE_TLS_CERT_FILE",
            "QUORUMGATE_TLS_KEY_FILE",
            "QUORUMGATE_TLS_CA_FILE",
            "QUORUMGATE_CACHE",
            "QUORUMGATE_PEERS_SUITES");

    /** What Kubernetes gives each container for each service, such as one that is named {@code quorumgate}. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile("\\w+_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_\\w+)?)?)");

    private Environment() {}

    /** A sentence for each variable that somebody may believe to be a flag. */
    static List<String> warnings(Map<String, String> environment) {
        List<String> flags = Flag.all().stream().map(Flag::environmentVariable).toList();
        List<String> warnings = new ArrayList<>();
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(Flag.ENVIRONMENT_PREFIX)
                    && !flags.contains(name)
                    && !NOT_FLAGS.contains(name)
                    && !OF_KUBERNETES.matcher(name).matches()) {
                warnings.add("environment variable " + name + " has no effect; did you mean "
                        + Spelling.nearest(name, flags) + "?");
            }
        }
        return warnings;
    }
}
