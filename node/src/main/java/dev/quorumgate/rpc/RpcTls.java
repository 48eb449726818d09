package dev.quorumgate.rpc;

import dev.quorumgate.tls.EitherTrust;
import dev.quorumgate.tls.MutualTls;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What makes the admin port speak TLS. Members and operators may have authorities of their own; the port shows the
 * certificate that operators expect.
 *
 * @param members as a member: what this node shows to other nodes' admin ports, and whom it believes to be a member
 * @param operators what its own admin port shows, and whom it believes to be an operator
 */
public record RpcTls(MutualTls members, MutualTls operators) {
    /** Of either kind: what an admin port may be asked by, and what it may show itself. */
    X509ExtendedTrustManager anybody() {
        return members.trust().equals(operators.trust())
                ? members.trust()
                : new EitherTrust(operators.trust(), members.trust());
    }
}
