package dev.quorumgate.admin;

import dev.quorumgate.cluster.ClusterAdmin;
import dev.quorumgate.cluster.ClusterView;
import dev.quorumgate.cluster.GroupDigest;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.proto.admin.VerifyReply;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether all members hold the same at one log index, and if not, where they first differ. */
final class Verification {
    private static final int TRIES = 10;
    private static final int DIFFERENCES = 10;
    private static final int DIFFERENCES_MAX = 1000;

    private final ClusterAdmin admin;

    Verification(ClusterAdmin admin) {
        this.admin = admin;
    }

    VerifyReply run(int differencesMax, Patience patience) throws Exception {
        long index = -1;
        ClusterView view = null;
        // Somebody else's mark may come after ours, that of a health check for one; then it is tried again.
        for (int i = 0; i < TRIES && (view == null || !isOfOneMark(view, index)); i++) {
            index = patience.await(admin.mark(patience.leftForAnother()));
            view = Round.ask(admin, index, patience.left().dividedBy(2));
        }
        if (view == null || !isOfOneMark(view, index)) {
            throw Status.ABORTED
                    .withDescription("others compare the members as well just now; ask again")
                    .asRuntimeException();
        }
        return compared(index, view, limit(differencesMax), patience);
    }

    private static int limit(int wanted) {
        return wanted <= 0 ? DIFFERENCES : Math.min(wanted, DIFFERENCES_MAX);
    }

    /** Whether no member that has come so far has gone on to another mark. */
    private static boolean isOfOneMark(ClusterView view, long index) {
        return view.reports().values().stream()
                .allMatch(report ->
                        report.appliedIndex() < index || markedAt(report, index).isPresent());
    }

    private static Optional<NodeReport.Marked> markedAt(NodeReport report, long index) {
        return report.marked().filter(marked -> marked.index() == index);
    }

    private VerifyReply compared(long index, ClusterView view, int differencesMax, Patience patience)
            throws IOException {
        VerifyReply.Builder reply = VerifyReply.newBuilder().setIndex(index);
        List<MemberRef> comparable = new ArrayList<>();
        List<MemberRef> members = view.configuration().all();
        for (MemberRef member : members) {
            VerifyReply.Member.Builder row = VerifyReply.Member.newBuilder().setName(member.name());
            Optional<NodeReport.Marked> marked = view.of(member.id()).flatMap(report -> markedAt(report, index));
            if (marked.isPresent()) {
                row.setStateHash(marked.get().hash()).setGroups(marked.get().groups());
                comparable.add(member);
            } else {
                row.setProblem(problem(view, member.id(), index));
            }
            reply.addMembers(row);
        }
        boolean differ = reply.getMembersList().stream()
                        .filter(member -> member.getProblem().isEmpty())
                        .map(VerifyReply.Member::getStateHash)
                        .distinct()
                        .count()
                > 1;
        tell(reply, comparable, index);
        if (differ) {
            addDifferences(reply, members, comparable, differencesMax, patience);
        }
        return reply.setEqual(!differ && comparable.size() == members.size()).build();
    }

    /** Each that was compared learns whether it holds what the majority of them does, and raises an alarm or takes it back. */
    private void tell(VerifyReply.Builder reply, List<MemberRef> compared, long index) {
        Map<String, Long> hashes = reply.getMembersList().stream()
                .filter(row -> row.getProblem().isEmpty())
                .collect(Collectors.toMap(VerifyReply.Member::getName, VerifyReply.Member::getStateHash));
        for (MemberRef member : compared) {
            Long own = hashes.get(member.name());
            long same =
                    hashes.values().stream().filter(hash -> hash.equals(own)).count();
            admin.tellCompared(member, same * 2 > compared.size(), index);
        }
    }

    private static String problem(ClusterView view, PeerId id, long index) {
        return view.of(id)
                .map(report -> "has applied " + report.appliedIndex() + " of " + index)
                .orElseGet(() -> view.silent().getOrDefault(id, "does not answer"));
    }

    /** Walks through the groups of all members at once, in the order of their keys. */
    private void addDifferences(
            VerifyReply.Builder reply, List<MemberRef> members, List<MemberRef> asked, int max, Patience patience)
            throws IOException {
        List<Digests> digests = new ArrayList<>();
        for (MemberRef member : members) {
            digests.add(
                    asked.contains(member)
                            ? new Digests(admin.digestsOf(member, reply.getIndex(), patience.left()))
                            : Digests.NONE);
        }
        try {
            while (reply.getDifferencesCount() < max) {
                Optional<GroupDigest> next =
                        digests.stream().flatMap(each -> each.first().stream()).min(GroupDigest::compareKeys);
                if (next.isEmpty()) {
                    return;
                }
                VerifyReply.Difference.Builder difference = VerifyReply.Difference.newBuilder()
                        .setGroup(GroupingKey.decode(next.get().key()).toString());
                boolean differs = false;
                for (Digests each : digests) {
                    long hash = each.take(next.get());
                    difference.addHashes(hash);
                    differs |= each != Digests.NONE && hash != next.get().hash();
                }
                if (differs) {
                    reply.addDifferences(difference);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The digests of one member that are still to be compared. */
    private static final class Digests {
        static final Digests NONE = new Digests(List.<GroupDigest>of().iterator());

        private final Iterator<GroupDigest> rest;
        private @Nullable GroupDigest first;

        Digests(Iterator<GroupDigest> rest) {
            this.rest = rest;
            advance();
        }

        Optional<GroupDigest> first() {
            return Optional.ofNullable(first);
        }

        /** The hash of a group, and on to the next one; 0 where there is no such group. */
        long take(GroupDigest group) {
            GroupDigest mine = first;
            if (mine == null || mine.compareKeys(group) != 0) {
                return 0;
            }
            advance();
            return mine.hash();
        }

        private void advance() {
            first = rest.hasNext() ? rest.next() : null;
        }
    }
}
