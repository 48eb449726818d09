package dev.quorumgate.admin;

import dev.quorumgate.api.GroupSize;
import dev.quorumgate.cluster.ClusterAdmin;
import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.proto.admin.TopReply;
import dev.quorumgate.proto.admin.TopRequest;
import dev.quorumgate.telemetry.RefusalTally;
import dev.quorumgate.tree.Leaf;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/** What takes most. As this node has it, without asking a majority: it is for looking at. */
final class TopCalls {
    private static final int LIMIT = 10;
    private static final int LIMIT_MAX = 1000;

    private final ClusterAdmin admin;
    private final GroupAccess groups;
    private final RefusalTally refusals;

    TopCalls(ClusterAdmin admin, GroupAccess groups, RefusalTally refusals) {
        this.admin = admin;
        this.groups = groups;
        this.refusals = refusals;
    }

    private record Sized(Group group, GroupSize size) {}

    private static final class Job {
        long groups;
        long series;
        long bytes;
    }

    TopReply top(TopRequest request) {
        int limit = request.getLimit() == 0 ? LIMIT : Math.min(request.getLimit(), LIMIT_MAX);
        PriorityQueue<Sized> largest =
                new PriorityQueue<>(Comparator.comparingLong((Sized each) -> each.size.series()));
        Map<String, Job> jobs = new HashMap<>();
        Groups view = groups.reader().latest();
        for (Leaf<GroupingKey, Group> leaf : view.byKey()) {
            List<GroupSize> sizes = GroupSize.of(view, leaf);
            for (int i = 0; i < leaf.size(); i++) {
                Job job = jobs.computeIfAbsent(leaf.key(i).job(), any -> new Job());
                job.groups++;
                job.series += sizes.get(i).series();
                job.bytes += sizes.get(i).bytes();
                largest.add(new Sized(leaf.value(i), sizes.get(i)));
                if (largest.size() > limit) {
                    largest.poll();
                }
            }
        }
        TopReply.Builder reply =
                TopReply.newBuilder().setAnsweredBy(admin.self().name());
        largest.stream()
                .sorted(Comparator.comparingLong((Sized each) -> each.size.series())
                        .reversed()
                        .thenComparing(each -> each.group.key()))
                .forEach(each -> reply.addGroupsBySeries(GroupCalls.summary(each.group, each.size)));
        largestJobs(jobs, limit).forEach(each -> reply.addJobsBySeries(message(each.getKey(), each.getValue())));
        for (RefusalTally.Entry entry : refusals.top(limit)) {
            reply.addJobsByRefusalsBuilder()
                    .setJob(entry.job())
                    .setRefused(entry.refused())
                    .setLastReason(entry.lastReason());
        }
        return reply.build();
    }

    private static Stream<Map.Entry<String, Job>> largestJobs(Map<String, Job> jobs, int limit) {
        Comparator<Map.Entry<String, Job>> bySeries = Comparator.comparingLong(each -> each.getValue().series);
        return jobs.entrySet().stream()
                .sorted(bySeries.reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(limit);
    }

    private static TopReply.Job message(String name, Job job) {
        return TopReply.Job.newBuilder()
                .setJob(name)
                .setGroups(job.groups)
                .setSeries(job.series)
                .setBytes(job.bytes)
                .build();
    }
}
