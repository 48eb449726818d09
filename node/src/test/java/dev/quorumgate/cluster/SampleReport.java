package dev.quorumgate.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a node of a cluster of three voters and a non-voter says of itself, where n2 leads. */
public final class SampleReport {
    public static final Configuration MEMBERS =
            new Configuration(3, List.of(member("n1"), member("n2"), member("n3")), List.of(member("n4")));

    private final String name;
    private Configuration configuration = MEMBERS;
    private NodeStatus.Role role = NodeStatus.Role.FOLLOWER;
    private List<Alarm> alarms = List.of();
    private boolean drained;
    private Optional<String> refusal = Optional.empty();
    private List<ReplicationFigures.Follower> followers = List.of();
    private List<MemberRef> waiting = List.of();

    private SampleReport(String name) {
        this.name = name;
    }

    public static SampleReport of(String name) {
        return new SampleReport(name);
    }

    public static MemberRef member(String name) {
        return new MemberRef(PeerId.of(name), name + ".host:9191", name + ".host:9192");
    }

    public SampleReport configuration(Configuration other) {
        configuration = other;
        return this;
    }

    public SampleReport role(NodeStatus.Role other) {
        role = other;
        return this;
    }

    public SampleReport alarm(Alarm.Kind kind, String detail) {
        alarms = List.of(new Alarm(kind, name, Instant.EPOCH, detail));
        return this;
    }

    public SampleReport drained() {
        drained = true;
        return this;
    }

    public SampleReport refusesPushesBecause(String reason) {
        refusal = Optional.of(reason);
        return this;
    }

    public SampleReport follower(String other, long lagEntries, Duration silence) {
        followers = List.of(new ReplicationFigures.Follower(PeerId.of(other), lagEntries, silence));
        return this;
    }

    public SampleReport waiting(MemberRef other) {
        waiting = List.of(other);
        return this;
    }

    public NodeReport build() {
        return new NodeReport(
                member(name),
                "0.1.0",
                role,
                Optional.of(PeerId.of("n2")),
                7,
                41,
                40,
                -1,
                configuration,
                12,
                345,
                1 << 20,
                1 << 10,
                new NodeReport.Disk(5L << 30, 20L << 30, 1L << 30),
                alarms,
                drained,
                drained ? Optional.of("an operator has drained this node") : Optional.empty(),
                Duration.ofMinutes(5),
                Instant.EPOCH,
                1,
                1,
                Optional.empty(),
                followers,
                waiting,
                refusal);
    }
}
