package dev.quorumgate.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorumgate.cluster.GroupDigest;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.proto.admin.VerifyReply;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Goal: where members differ, the first groups in which they do are named, and only those. */
class VerificationTest {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final FakeCluster cluster = new FakeCluster();
    private final Verification verification = new Verification(cluster);

    @AfterEach
    void stop() {
        clock.shutdownNow();
    }

    @Test
    void saysThatAllHoldTheSame() throws Exception {
        List.of("n1", "n2", "n3").forEach(name -> cluster.held.put(name, digests("a", 1, "b", 2)));

        VerifyReply reply = verify(10);

        assertThat(reply.getEqual()).isTrue();
        assertThat(reply.getDifferencesList()).isEmpty();
        assertThat(cluster.told).isEqualTo(Map.of("n1", true, "n2", true, "n3", true));
    }

    @Test
    void namesTheGroupsThatDifferOrAreMissing() throws Exception {
        cluster.held.put("n1", digests("a", 1, "b", 2, "d", 4));
        cluster.held.put("n2", digests("a", 1, "b", 2, "d", 4));
        cluster.held.put("n3", digests("a", 1, "b", 9, "c", 3));

        VerifyReply reply = verify(10);

        assertThat(reply.getEqual()).isFalse();
        assertThat(reply.getDifferencesList())
                .extracting(each -> each.getGroup() + each.getHashesList())
                .containsExactly("{job=\"b\"}[2, 2, 9]", "{job=\"c\"}[0, 0, 3]", "{job=\"d\"}[4, 4, 0]");
        assertThat(cluster.told).isEqualTo(Map.of("n1", true, "n2", true, "n3", false));
        assertThat(verify(1).getDifferencesList()).hasSize(1);
    }

    @Test
    void marksAgainWhenSomebodyElsesMarkComesInBetween() throws Exception {
        List.of("n1", "n2").forEach(name -> cluster.held.put(name, digests("a", 1)));
        cluster.otherMarks = 5;

        assertThat(verify(10).getEqual()).isTrue();

        cluster.otherMarks = 1000;
        assertThatThrownBy(() -> verify(10))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.ABORTED));
    }

    @Test
    void aMemberThatHasForgottenItsMarkIsNoFaultOfTheNode() {
        cluster.held.put("n1", digests("a", 1));
        cluster.held.put("n2", digests("a", 2));
        cluster.forgetful = true;

        assertThatThrownBy(() -> verify(10)).isInstanceOf(IOException.class);
        assertThat(new Errors(() -> "c1")
                        .of(new IOException("n1 does not keep it"))
                        .getStatus())
                .extracting(Status::getCode, Status::getDescription)
                .containsExactly(Status.Code.UNAVAILABLE, "n1 does not keep it");
    }

    private VerifyReply verify(int differencesMax) throws Exception {
        Context.CancellableContext call = Context.current().withDeadlineAfter(60, TimeUnit.SECONDS, clock);
        try {
            return call.call(() -> verification.run(differencesMax, Patience.ofCall()));
        } finally {
            call.cancel(null);
        }
    }

    private static List<GroupDigest> digests(Object... jobsAndHashes) {
        List<GroupDigest> digests = new ArrayList<>();
        for (int i = 0; i < jobsAndHashes.length; i += 2) {
            GroupingKey key = GroupingKey.of(Map.of("job", (String) jobsAndHashes[i]));
            digests.add(new GroupDigest(key.encoded(), (Integer) jobsAndHashes[i + 1]));
        }
        return digests;
    }
}
