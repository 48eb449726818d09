package dev.quorumgate.cli.doctor;

import dev.quorumgate.proto.admin.Alarm;
import dev.quorumgate.proto.admin.MemberAddress;
import dev.quorumgate.proto.admin.NodeReport;
import dev.quorumgate.proto.admin.QuorumSafety;
import dev.quorumgate.proto.admin.Role;
import dev.quorumgate.proto.admin.StatusReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The members: whether enough of them are well, where others look for them, and what they have to complain about. */
public final class ClusterCheck {
    private static final String QUORUM = "quorum";
    private static final String ADDRESSES = "addresses";
    private static final String VERSIONS = "versions";

    private final StatusReply status;
    private final Findings findings;

    private ClusterCheck(StatusReply status, Findings findings) {
        this.status = status;
        this.findings = findings;
    }

    /** Looks at what a node tells of the whole cluster. */
    public static void run(StatusReply status, Findings findings) {
        ClusterCheck check = new ClusterCheck(status, findings);
        check.quorum();
        check.members();
        check.addresses();
        check.versions();
    }

    private void quorum() {
        QuorumSafety quorum = status.getQuorum();
        int before = findings.size();
        if (status.getLeader().isEmpty()) {
            findings.error(
                    QUORUM,
                    "cluster",
                    "no majority confirms a leader",
                    "start the members that are silent; if a majority is lost for good: recover plan");
        }
        if (quorum.getVoters() > 1 && quorum.getTolerance() < 1) {
            findings.error(
                    QUORUM,
                    "cluster",
                    quorum.getSoundVoters() + " of " + quorum.getVoters() + " voters are well, "
                            + (quorum.getTolerance() < 0 ? "fewer than a majority" : "none more may be lost"),
                    quorum.getVoters() == 2
                            ? "two tolerate no more than one does; add a third: member add"
                            : "see to those that are not, or put another node in the place of one: member replace");
        } else if (quorum.getVoters() % 2 == 0 && quorum.getVoters() > 0) {
            findings.warning(
                    QUORUM,
                    "cluster",
                    quorum.getVoters() + " voters tolerate no more losses than " + (quorum.getVoters() - 1),
                    "have three or five");
        }
        findings.okUnlessMoreThan(
                before,
                QUORUM,
                "cluster",
                quorum.getVoters() == 1
                        ? "a cluster of one node"
                        : quorum.getTolerance() + " of " + quorum.getVoters() + " may be lost");
    }

    private void members() {
        for (StatusReply.Row row : status.getMembersList()) {
            NodeReport report = row.getReport();
            String name = report.getMember().getName();
            if (report.getRole() == Role.SILENT) {
                findings.error(
                        "members",
                        name,
                        "it does not answer: " + row.getSilentBecause(),
                        "start it, or look at its log and at the network between the nodes");
            } else if (report.getRole() == Role.WAITING) {
                findings.warning("members", name, "it waits to be added", "member add " + spelled(report.getMember()));
            } else if (report.getRole() == Role.NON_VOTER) {
                findings.warning(
                        "members", name, "it has no vote", "member promote " + name + ", once it has caught up");
            }
            if (report.getDrained()) {
                findings.warning("members", name, "it is drained", "undrain " + name + ", when its time is over");
            }
            for (Alarm alarm : report.getAlarmsList()) {
                findings.error(
                        "alarms", alarm.getMember(), alarm.getKind() + ": " + alarm.getDetail(), "then: alarm clear");
            }
        }
    }

    private void addresses() {
        int before = findings.size();
        List<MemberAddress> members = status.getMembersList().stream()
                .map(row -> row.getReport().getMember())
                .toList();
        Map<String, String> owners = new HashMap<>();
        for (MemberAddress member : members) {
            for (String address : List.of(member.getRaftAddress(), member.getAdminAddress())) {
                String other = owners.putIfAbsent(address, member.getName());
                if (other != null) {
                    findings.error(
                            ADDRESSES,
                            member.getName(),
                            address + " is an address of " + other + ", too",
                            "give each port one owner: --cluster.advertise-address, --admin.advertise-address");
                }
            }
        }
        List<MemberAddress> loopback = members.stream()
                .filter(member -> Host.isLoopback(Host.of(member.getRaftAddress())))
                .toList();
        if (members.size() > 1 && !loopback.isEmpty()) {
            boolean isMixed = loopback.size() < members.size();
            String names = loopback.stream().map(MemberAddress::getName).collect(Collectors.joining(", "));
            if (isMixed) {
                findings.error(
                        ADDRESSES,
                        names,
                        "its address is a loopback one, at which no other machine finds it",
                        "start it with --cluster.advertise-address, and: member replace");
            } else {
                findings.warning(
                        ADDRESSES,
                        names,
                        "all members are on one machine, and are lost with it",
                        "have three machines; this is for trying things out");
            }
        }
        findings.okUnlessMoreThan(before, ADDRESSES, "cluster", "each member has its own");
    }

    private void versions() {
        Set<String> versions = new TreeSet<>();
        status.getMembersList().stream()
                .map(row -> row.getReport().getVersion())
                .filter(version -> !version.isEmpty())
                .forEach(versions::add);
        if (versions.size() > 1) {
            findings.warning(
                    VERSIONS, "cluster", "members run " + String.join(" and ", versions), "finish the upgrade");
        } else if (!versions.isEmpty()) {
            findings.ok(VERSIONS, "cluster", "all run " + versions.iterator().next());
        }
    }

    private static String spelled(MemberAddress member) {
        String admin = member.getAdminAddress();
        return member.getName() + "=" + member.getRaftAddress() + admin.substring(Math.max(0, admin.lastIndexOf(':')));
    }
}
