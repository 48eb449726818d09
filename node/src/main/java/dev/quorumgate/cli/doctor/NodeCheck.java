package dev.quorumgate.cli.doctor;

import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.proto.admin.DiagnoseReply;
import dev.quorumgate.proto.admin.NodeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** What one node knows of its own surroundings. */
public final class NodeCheck {
    /** Each client that is connected takes one, and the store some hundred. */
    private static final long FILES_MIN = 1024;

    private static final long FILES_ADVISED = 8192;
    private static final Duration CLOCK_OFFSET_MAX = Duration.ofMillis(500);
    private static final Duration VALIDITY_ADVISED = Duration.ofDays(30);

    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");
    private static final Map<String, String> DOUBTFUL = Map.of(
            "overlay", "it is a layer of a container, which is gone with it",
            "nfs", "files of another machine may lose what was synced, and locks",
            "nfs4", "files of another machine may lose what was synced, and locks",
            "cifs", "files of another machine may lose what was synced, and locks",
            "smb3", "files of another machine may lose what was synced, and locks",
            "vboxsf", "files of the host may lose what was synced",
            "9p", "files of the host may lose what was synced");

    private final DiagnoseReply reply;
    private final String name;
    private final Instant now;
    private final Findings findings;

    private NodeCheck(DiagnoseReply reply, Instant now, Findings findings) {
        this.reply = reply;
        this.name = reply.getReport().getMember().getName();
        this.now = now;
        this.findings = findings;
    }

    /** Looks at what a node tells of itself. */
    public static void run(DiagnoseReply reply, Instant now, Findings findings) {
        NodeCheck check = new NodeCheck(reply, now, findings);
        check.ports();
        check.clocks();
        check.disk();
        check.files();
        check.certificates();
    }

    private void ports() {
        int before = findings.size();
        for (DiagnoseReply.Reach reach : reply.getReachList()) {
            if (!reach.getProblem().isEmpty()) {
                findings.error(
                        "ports",
                        name + " to " + reach.getMember(),
                        reach.getAddress() + ": " + reach.getProblem(),
                        "is " + reach.getMember() + " up, does it listen there, and does every firewall let " + name
                                + " through?");
            }
        }
        if (reply.getReachCount() > 0) {
            findings.okUnlessMoreThan(before, "ports", name, "it reaches the others at all of their ports");
        }
    }

    private void clocks() {
        int before = findings.size();
        for (DiagnoseReply.Reach reach : reply.getReachList()) {
            long millis = reach.getClockOffsetMillis();
            if (Math.abs(millis) > CLOCK_OFFSET_MAX.toMillis()) {
                findings.error(
                        "clocks",
                        name + " and " + reach.getMember(),
                        "the clock of " + reach.getMember() + " is " + Cell.words(Duration.ofMillis(Math.abs(millis)))
                                + (millis > 0 ? " ahead" : " behind"),
                        "keep both by NTP; push times are those of whoever leads");
            }
        }
        if (reply.getReachCount() > 0) {
            findings.okUnlessMoreThan(before, "clocks", name, "as those of the others");
        }
    }

    private void disk() {
        int before = findings.size();
        NodeReport report = reply.getReport();
        long free = report.getDiskFreeBytes();
        long reserve = report.getDiskReserveBytes();
        String room = Cell.byteWords(free) + " of " + Cell.byteWords(report.getDiskTotalBytes()) + " are free at '"
                + reply.getStoragePath() + "' (" + reply.getStorageKind() + ")";
        String advice = "make room, or move the data to a larger disk: while the node is stopped, with --storage.path";
        if (free < reserve) {
            findings.error("disk", name, room + ", less than --storage.reserve", advice);
        } else if (free < 4 * reserve) {
            findings.warning("disk", name, room + "; below " + Cell.byteWords(reserve) + " pushes end", advice);
        }
        if (IN_MEMORY.contains(reply.getStorageKind())) {
            findings.error(
                    "disk",
                    name,
                    "'" + reply.getStoragePath() + "' is " + reply.getStorageKind()
                            + ": in memory, nothing of it lasts",
                    "have --storage.path on a disk");
        }
        String doubt = DOUBTFUL.get(reply.getStorageKind());
        if (doubt != null) {
            findings.warning(
                    "disk",
                    name,
                    "'" + reply.getStoragePath() + "' is " + reply.getStorageKind() + ": " + doubt,
                    "have --storage.path on a disk of the machine, or on a volume");
        }
        findings.okUnlessMoreThan(before, "disk", name, room);
    }

    private void files() {
        long limit = reply.getFileLimit();
        String found = reply.getFilesOpen() + " files are open, " + limit + " may be";
        String advice = "raise the limit: LimitNOFILE=65536 in the unit of systemd, or ulimit -n";
        if (limit <= 0) {
            findings.warning("file limit", name, "the system does not tell it", "look at ulimit -n");
        } else if (limit < FILES_MIN || reply.getFilesOpen() > limit / 10 * 9) {
            findings.error("file limit", name, found, advice);
        } else if (limit < FILES_ADVISED) {
            findings.warning("file limit", name, found + "; each connected client takes one", advice);
        } else {
            findings.ok("file limit", name, found);
        }
    }

    private void certificates() {
        for (DiagnoseReply.CertificateInfo certificate : reply.getCertificatesList()) {
            CertificateCheck.run(
                    name,
                    certificate.getUse() + " '" + certificate.getFile() + "', " + certificate.getSubject(),
                    Instant.ofEpochSecond(certificate.getNotAfterSeconds()),
                    now,
                    VALIDITY_ADVISED,
                    findings);
        }
    }
}
