package dev.quorumgate.admin;

import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.Membership;
import dev.quorumgate.cluster.Membership.Waiting;
import dev.quorumgate.proto.admin.MemberAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Nodes that wait to be taken in, as an operator names them. */
final class Newcomers {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern ADDRESS = Pattern.compile("(?:\\[[^\\]]+\\]|[^:\\[\\]]+):\\d{1,5}");
    private static final long LOOK_MILLIS = 100;

    private final Membership membership;
    private final List<String> flags;

    /** @param flags that they need beside those that are their own */
    Newcomers(Membership membership, List<String> flags) {
        this.membership = membership;
        this.flags = List.copyOf(flags);
    }

    /** @throws io.grpc.StatusRuntimeException if it names no member */
    static void check(MemberAddress wanted) {
        if (!NAME.matcher(wanted.getName()).matches()) {
            throw Errors.invalid("'" + wanted.getName() + "' is no name of a member");
        }
        for (String address : List.of(wanted.getRaftAddress(), wanted.getAdminAddress())) {
            if (!ADDRESS.matcher(address).matches()) {
                throw Errors.invalid("'" + address + "' is no address; expected HOST:PORT");
            }
        }
    }

    static boolean isAt(MemberRef member, MemberAddress wanted) {
        return member.name().equals(wanted.getName())
                && member.raftAddress().equals(wanted.getRaftAddress())
                && member.adminAddress().equals(wanted.getAdminAddress());
    }

    /** The command that starts the node. */
    String startCommand(MemberAddress wanted, List<MemberRef> members) {
        return "quorumgate serve --cluster.node-id=" + wanted.getName()
                + " --cluster.join="
                + members.stream().map(MemberRef::adminAddress).collect(Collectors.joining(","))
                + " --cluster.listen-address=" + wanted.getRaftAddress()
                + " --cluster.advertise-address=" + wanted.getRaftAddress()
                + " --admin.listen-address=" + wanted.getAdminAddress()
                + flags.stream().map(flag -> " " + flag).collect(Collectors.joining())
                + " --storage.path=EMPTY_FOLDER";
    }

    /** The node that waits under that name at these addresses; empty if there is none that can be taken in by now. */
    Optional<Waiting> find(MemberAddress wanted) {
        return membership.waiting().stream()
                .filter(each -> isAt(each.node(), wanted) && each.ready())
                .findFirst();
    }

    /**
     * Waits for it.
     *
     * @throws io.grpc.StatusRuntimeException if it is not heard of in time
     */
    Waiting await(MemberAddress wanted, long waitMillis, Patience patience, List<MemberRef> members)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        while (true) {
            Optional<Waiting> found = find(wanted);
            if (found.isPresent()) {
                return found.get();
            }
            if (end - System.nanoTime() <= 0 || patience.isOver()) {
                throw Errors.notFound(unheardOf(wanted, members));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private String unheardOf(MemberAddress wanted, List<MemberRef> members) {
        Optional<MemberRef> elsewhere = membership.waiting().stream()
                .map(Waiting::node)
                .filter(node -> node.name().equals(wanted.getName()))
                .findFirst();
        return elsewhere.isPresent()
                ? "a node waits as " + elsewhere.get().spelled() + ", none at " + wanted.getRaftAddress() + " and "
                        + wanted.getAdminAddress() + "; name it as it waits"
                : wanted.getName() + " has not been heard of; start it with: " + startCommand(wanted, members);
    }
}
