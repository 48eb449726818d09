package dev.quorumgate.raft;

import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.FileFailure;
import dev.quorumgate.cluster.LogPlace;
import dev.quorumgate.groups.Batch;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.exceptions.ChecksumException;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.server.raftlog.segmented.SegmentedRaftLogFormat;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedOutputStream;
import org.apache.ratis.util.SizeInBytes;

/** The log of a node that does not run, as far as it can be read. */
public final class OfflineLog {
    /** No entry is larger, by any setting; one that says so has a damaged length. */
    private static final long ENTRY_MAX = 1 << 30;

    private static final int CHECKSUM_BYTES = Integer.BYTES;

    /** Of a segment that is not written to any more: its first and its last entry. */
    private static final Pattern CLOSED = Pattern.compile("log_\\d+-(\\d+)");

    private final List<LogSegmentPath> segments;

    private OfflineLog(List<LogSegmentPath> segments) {
        this.segments = segments;
    }

    /** Told of each entry, in the order of the log. */
    public interface Entries {
        void batch(LogPlace at, Batch batch) throws IOException;

        void configuration(LogPlace at, Configuration members) throws IOException;

        /** Of Ratis's own. */
        void other(LogPlace at) throws IOException;
    }

    static OfflineLog in(Path current) throws IOException {
        if (!Files.isDirectory(current)) {
            return new OfflineLog(List.of());
        }
        try (Stream<Path> files = Files.list(current)) {
            return new OfflineLog(files.filter(OfflineLog::holdsBytes)
                    .flatMap(file -> Optional.ofNullable(LogSegmentPath.matchLogSegment(file)).stream())
                    .sorted(Comparator.comparing(LogSegmentPath::getStartEnd))
                    .toList());
        }
    }

    /** Ratis's own look at a segment deletes one that is empty. */
    private static boolean holdsBytes(Path file) {
        return file.toFile().length() > 0;
    }

    /**
     * Reads the entries behind {@code after}, up to the end or to where it cannot go on. An entry of an earlier term than what
     * comes before it was not replaced any more by what its leader sent: it does not count.
     *
     * @return what is damaged or missing, of that which concerns these entries
     * @throws IOException if an entry is of a newer format, {@code entries} says so, or a file is not to be read by this user
     */
    public Optional<String> read(LogPlace after, Entries entries) throws IOException {
        Run run = new Run(after, entries);
        for (LogSegmentPath segment : segments) {
            run.read(segment);
        }
        return run.trouble;
    }

    /** One pass over the log. */
    private static final class Run {
        private final Entries entries;
        private LogPlace last;
        private long wholeBytes;
        private Optional<String> trouble = Optional.empty();

        Run(LogPlace after, Entries entries) {
            this.last = after;
            this.entries = entries;
        }

        void read(LogSegmentPath segment) throws IOException {
            long promised = lastPromised(segment);
            if (promised <= last.index()) {
                return; // whatever is in there is not asked for
            }
            String name = "log segment '" + segment.getPath() + "'";
            wholeBytes = SegmentedRaftLogFormat.getHeaderLength();
            try {
                LogSegment.readSegmentFile(
                        segment.getPath().toFile(),
                        segment.getStartEnd(),
                        SizeInBytes.valueOf(Math.min(ENTRY_MAX, Files.size(segment.getPath()))),
                        CorruptionPolicy.EXCEPTION,
                        null,
                        this::take);
                requireNothingBehind(segment.getPath(), name);
            } catch (UncheckedIOException e) {
                throw e.getCause(); // of those who take the entries
            } catch (FileSystemException e) {
                throw new IOException("cannot read " + name + ": " + FileFailure.words(e), e);
            } catch (ChecksumException e) {
                note(name + " is damaged at byte " + e.getPos());
            } catch (IOException | IllegalStateException e) {
                note(name + " is damaged: " + e.getMessage());
            }
            if (promised != Long.MAX_VALUE && promised > last.index()) {
                note(name + " ends before its last entry");
            }
        }

        /** The last entry of a segment by its name; the name of one that is still written to says nothing of that. */
        private static long lastPromised(LogSegmentPath segment) {
            Matcher closed = CLOSED.matcher(segment.getPath().getFileName().toString());
            return closed.matches() ? Long.parseLong(closed.group(1)) : Long.MAX_VALUE;
        }

        /** Ratis takes an entry whose length goes beyond the end of the file for one that was not written to its end. */
        private void requireNothingBehind(Path segment, String name) throws IOException {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(segment))) {
                in.skipNBytes(Math.min(wholeBytes, Files.size(segment)));
                for (int each = in.read(); each >= 0; each = in.read()) {
                    if (each != 0) {
                        note(name + " has an entry at byte " + wholeBytes
                                + " that does not end in it: its length is damaged,"
                                + " or it was the last one and its node died while it wrote that");
                        return;
                    }
                }
            }
        }

        private void take(LogEntryProto entry) {
            int bytes = entry.getSerializedSize();
            wholeBytes += CodedOutputStream.computeUInt32SizeNoTag(bytes) + bytes + CHECKSUM_BYTES;
            LogPlace at = new LogPlace(entry.getTerm(), entry.getIndex());
            if (at.index() <= last.index()) {
                return;
            }
            if (at.index() > last.index() + 1) {
                note("the log goes on with entry " + at.index() + ", those from " + (last.index() + 1)
                        + " on are missing");
                return;
            }
            if (at.term() < last.term()) {
                note("entry " + at.index() + " of the log is of term " + at.term() + ", the one before it of term "
                        + last.term() + ": from there on it was to be replaced");
                return;
            }
            try {
                tell(at, entry);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            last = at;
        }

        private void tell(LogPlace at, LogEntryProto entry) throws IOException {
            switch (entry.getLogEntryBodyCase()) {
                case STATEMACHINELOGENTRY ->
                    entries.batch(
                            at,
                            CommandCodec.decode(
                                    at.index(),
                                    entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer()));
                case CONFIGURATIONENTRY -> entries.configuration(at, OfflineRaft.configuration(entry));
                case METADATAENTRY, LOGENTRYBODY_NOT_SET -> entries.other(at);
            }
        }

        private void note(String what) {
            if (trouble.isEmpty()) {
                trouble = Optional.of(what);
            }
        }
    }
}
