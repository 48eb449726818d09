package dev.quorumgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Goal: what operators are shown is what the members say, by the newest list of them, and who is silent is told with the reason. */
class ClusterViewTest {
    private static final Configuration OLDER =
            new Configuration(1, List.of(SampleReport.member("n1"), SampleReport.member("n2")), List.of());

    private final List<String> asked = new ArrayList<>();

    @Test
    void asksTheMembersOfANewerListThatAnotherOneKnows() {
        ClusterView view = gathered(Map.of(
                "n1", SampleReport.of("n1").configuration(OLDER),
                "n2", SampleReport.of("n2").role(NodeStatus.Role.LEADER),
                "n3", SampleReport.of("n3")));

        assertThat(asked).containsExactlyInAnyOrder("n1", "n2", "n3", "n4");
        assertThat(view.configuration()).isEqualTo(SampleReport.MEMBERS);
        assertThat(view.reports()).hasSize(3);
        assertThat(view.leader()).map(NodeReport::self).contains(SampleReport.member("n2"));
        assertThat(view.safety()).isEqualTo(new QuorumSafety(3, 2, 3, 1));
    }

    @Test
    void tellsWhyAMemberIsSilent() {
        ClusterView view = gathered(Map.of("n1", SampleReport.of("n1").configuration(OLDER)));

        assertThat(view.silent()).containsExactly(Map.entry(PeerId.of("n2"), "no answer from n2"));
        assertThat(view.safety().words()).isEqualTo("2 voters, 1 sound: no majority, nothing can be stored");
        assertThat(view.pushesRefusedBecause(false)).contains("no majority confirms a leader");
    }

    @Test
    void showsTheNodeThatAsksAndThoseThatWaitBehindTheMembers() {
        ClusterView view = gathered(Map.of(
                "n1", SampleReport.of("n1").configuration(OLDER),
                "n2",
                        SampleReport.of("n2")
                                .configuration(OLDER)
                                .role(NodeStatus.Role.LEADER)
                                .follower("n1", 9, Duration.ofMillis(7))
                                .waiting(SampleReport.member("n6"))));

        List<MemberRow> rows = view.rows(SampleReport.of("n5").build());

        assertThat(rows).extracting(row -> row.member().name()).containsExactly("n1", "n2", "n5", "n6");
        assertThat(rows).extracting(MemberRow::isWaiting).containsExactly(false, false, true, true);
        assertThat(rows.get(0).lagEntries()).contains(9L);
        assertThat(rows.get(0).lastContact()).contains(Duration.ofMillis(7));
        assertThat(rows.get(1).lagEntries()).as("by its own word").contains(1L);
    }

    /** Asked by a node that knows an older list. */
    private ClusterView gathered(Map<String, SampleReport> answers) {
        ClusterAdmin admin = (ClusterAdmin) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ClusterAdmin.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "configuration" -> OLDER;
                    case "reportOf" -> report((MemberRef) arguments[0], answers);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return ClusterView.gather(admin, 0, Duration.ofSeconds(1)).join();
    }

    private CompletableFuture<NodeReport> report(MemberRef member, Map<String, SampleReport> answers) {
        asked.add(member.name());
        SampleReport answer = answers.get(member.name());
        return answer == null
                ? CompletableFuture.failedFuture(new SilentMemberException(
                        member.name(), member.adminAddress(), "no answer from " + member.name()))
                : CompletableFuture.completedFuture(answer.build());
    }
}
