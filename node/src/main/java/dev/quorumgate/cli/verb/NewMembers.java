package dev.quorumgate.cli.verb;

import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.Members;
import dev.quorumgate.config.MemberListParser;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The flag {@code --members}: whom a new cluster begins with. */
final class NewMembers {
    static final String DESCRIPTION = "Members of the new cluster, as in --cluster.initial-members of a node:"
            + " NAME=HOST:RAFTPORT[:ADMINPORT],...";

    /** Where a node listens that is not told otherwise. */
    private static final int RAFT_PORT = 9191;

    private NewMembers() {}

    /**
     * The list.
     *
     * @param node that must be in it
     * @param mistake makes an exception of what is wrong
     */
    static Members parse(String text, String node, Function<String, ? extends RuntimeException> mistake) {
        List<String> problems = new ArrayList<>();
        Members members = MemberListParser.parse(text, problems::add)
                .orElseThrow(() -> mistake.apply("--members: " + String.join("; ", problems)));
        if (members.named(node).isEmpty()) {
            throw mistake.apply(
                    "--members: '" + node + "' is not in '" + text + "'; --node names the one that the folder is for");
        }
        return members;
    }

    /** A node that nobody else reaches, as it knows itself at a first start without flags. */
    static Member alone(String node, Function<String, ? extends RuntimeException> mistake) {
        String list = node + "=127.0.0.1:" + RAFT_PORT;
        return parse(list, node, mistake).all().get(0);
    }
}
