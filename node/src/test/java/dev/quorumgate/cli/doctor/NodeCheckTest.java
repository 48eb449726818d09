package dev.quorumgate.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.cli.doctor.Findings.Level;
import dev.quorumgate.proto.admin.DiagnoseReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NodeCheckTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long RESERVE = 256L << 20;

    static Stream<Arguments> troubles() {
        return Stream.of(
                trouble("WARNING disk", reply -> room(reply, 3 * RESERVE)),
                trouble("ERROR disk", reply -> room(reply, RESERVE - 1)),
                trouble("ERROR disk", reply -> reply.setStorageKind("tmpfs")),
                trouble("WARNING disk", reply -> reply.setStorageKind("overlay")),
                trouble("WARNING disk", reply -> reply.setStorageKind("nfs4")),
                trouble("WARNING file limit", reply -> reply.setFileLimit(4096)),
                trouble("ERROR file limit", reply -> reply.setFileLimit(1023)),
                trouble("ERROR file limit", reply -> reply.setFilesOpen(59_000)),
                trouble("WARNING file limit", reply -> reply.setFileLimit(0)),
                trouble("ERROR clocks", reply -> reply.getReachBuilder(0).setClockOffsetMillis(-501)),
                trouble("ERROR ports", reply -> reply.getReachBuilder(0).setProblem("Connection refused")),
                trouble("WARNING certificates", reply -> certificate(reply, Duration.ofDays(29))),
                trouble("ERROR certificates", reply -> certificate(reply, Duration.ofDays(6))),
                trouble("ERROR certificates", reply -> certificate(reply, Duration.ofDays(-1))));
    }

    @Test
    void aNodeThatIsWellIsToldToBeSo() {
        assertThat(check(healthy()))
                .containsExactly("OK ports", "OK clocks", "OK disk", "OK file limit", "OK certificates");
    }

    @ParameterizedTest(name = "{index}: {0}")
    @MethodSource("troubles")
    void eachTroubleIsToldByItself(String finding, Consumer<DiagnoseReply.Builder> trouble) {
        DiagnoseReply.Builder reply = healthy();
        trouble.accept(reply);

        List<String> found = check(reply);

        assertThat(found).filteredOn(each -> !each.startsWith("OK")).containsExactly(finding);
    }

    private static Arguments trouble(String finding, Consumer<DiagnoseReply.Builder> trouble) {
        return Arguments.of(finding, trouble);
    }

    private static List<String> check(DiagnoseReply.Builder reply) {
        Findings findings = new Findings();
        NodeCheck.run(reply.build(), NOW, findings);
        findings.all().stream()
                .filter(each -> each.level() != Level.OK)
                .forEach(each -> assertThat(each.advice()).as(each.what()).isNotEmpty());
        return findings.all().stream()
                .map(each -> each.level() + " " + each.check())
                .toList();
    }

    private static DiagnoseReply.Builder healthy() {
        DiagnoseReply.Builder reply = DiagnoseReply.newBuilder()
                .setFileLimit(65_536)
                .setFilesOpen(200)
                .setStoragePath("/data")
                .setStorageKind("ext4");
        room(reply, 10 * RESERVE);
        reply.getReportBuilder().getMemberBuilder().setName("n1");
        reply.addReachBuilder().setMember("n2").setAddress("h2:9192").setClockOffsetMillis(499);
        certificate(reply, Duration.ofDays(31));
        return reply;
    }

    private static void room(DiagnoseReply.Builder reply, long free) {
        reply.getReportBuilder()
                .setDiskFreeBytes(free)
                .setDiskTotalBytes(100L << 30)
                .setDiskReserveBytes(RESERVE);
    }

    private static void certificate(DiagnoseReply.Builder reply, Duration left) {
        reply.clearCertificates()
                .addCertificatesBuilder()
                .setUse("nodes")
                .setFile("/etc/n1.crt")
                .setSubject("CN=n1")
                .setNotAfterSeconds(NOW.plus(left).getEpochSecond());
    }
}
