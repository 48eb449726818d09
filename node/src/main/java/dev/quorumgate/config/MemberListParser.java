package dev.quorumgate.config;

import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads lists of members as in {@code --cluster.initial-members}: {@code n1=host1:9191:9192,n2=[fd00::2]:9191}. */
public final class MemberListParser {
    static final Pattern NODE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private static final Pattern ENTRY =
            Pattern.compile("([^=]*)=(?:\\[([^\\]]+)\\]|([^:\\[\\]]+)):(\\d{1,5})(?::(\\d{1,5}))?");

    private MemberListParser() {}

    /** The list of that flag; empty if there are problems, which it has noted then. */
    static Optional<Members> parse(String text, Problems problems) {
        return parse(text, problem -> problems.add(Flag.CLUSTER_INITIAL_MEMBERS, problem));
    }

    /**
     * The list.
     *
     * @param problems told what is wrong, a sentence each
     * @return empty if something is
     */
    public static Optional<Members> parse(String text, Consumer<String> problems) {
        List<Member> members = new ArrayList<>();
        boolean sound = true;
        for (String entry : text.split(",", -1)) {
            Optional<Member> member = parseEntry(entry.strip());
            if (member.isPresent()) {
                members.add(member.get());
            } else {
                sound = false;
                problems.accept("expected comma-separated NAME=HOST:RAFTPORT[:ADMINPORT], got '" + entry + "'");
            }
        }
        if (!sound) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Members(members));
        } catch (IllegalArgumentException e) {
            problems.accept(e.getMessage() + " in '" + text + "'");
            return Optional.empty();
        }
    }

    private static Optional<Member> parseEntry(String entry) {
        Matcher matcher = ENTRY.matcher(entry);
        if (!matcher.matches() || !NODE_NAME.matcher(matcher.group(1)).matches()) {
            return Optional.empty();
        }
        int raftPort = Integer.parseInt(matcher.group(4));
        int adminPort = matcher.group(5) == null ? raftPort + 1 : Integer.parseInt(matcher.group(5));
        if (raftPort == 0 || adminPort == 0 || raftPort > 65535 || adminPort > 65535) {
            return Optional.empty();
        }
        String host = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        return Optional.of(new Member(matcher.group(1), host, raftPort, adminPort));
    }
}
