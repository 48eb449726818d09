package dev.quorumgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.quorumgate.FreePorts;
import dev.quorumgate.config.NodeConfigReader;
import dev.quorumgate.proto.admin.AdminServiceGrpc;
import dev.quorumgate.proto.admin.CreateSnapshotRequest;
import dev.quorumgate.proto.admin.DeleteGroupsRequest;
import dev.quorumgate.proto.admin.GetGroupRequest;
import dev.quorumgate.proto.admin.GroupSummary;
import dev.quorumgate.proto.admin.HealthReply;
import dev.quorumgate.proto.admin.HealthRequest;
import dev.quorumgate.proto.admin.Label;
import dev.quorumgate.proto.admin.ListGroupsRequest;
import dev.quorumgate.proto.admin.PushReply;
import dev.quorumgate.proto.admin.PushRequest;
import dev.quorumgate.proto.admin.Refusal;
import dev.quorumgate.proto.admin.RemoveMemberRequest;
import dev.quorumgate.proto.admin.Role;
import dev.quorumgate.proto.admin.StatusReply;
import dev.quorumgate.proto.admin.StatusRequest;
import dev.quorumgate.proto.admin.TopReply;
import dev.quorumgate.proto.admin.TopRequest;
import dev.quorumgate.proto.admin.TransferLeadershipRequest;
import dev.quorumgate.proto.admin.VerifyReply;
import dev.quorumgate.proto.admin.VerifyRequest;
import dev.quorumgate.proto.admin.WipeRequest;
import dev.quorumgate.proto.peer.IsMemberRequest;
import dev.quorumgate.proto.peer.PeerServiceGrpc;
import dev.quorumgate.rpc.ForwardedOnce;
import dev.quorumgate.rpc.RpcChannels;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the admin port answers as {@code admin.proto} says. Method: calls to a whole node, a cluster of its own. */
class AdminServiceTest {
    @TempDir
    static Path temp;

    private static NodeAssembly node;
    private static RpcChannels channels;
    private static Channel channel;

    @BeforeAll
    static void startNode() throws Exception {
        List<Integer> ports = List.of(FreePorts.take(), FreePorts.take(), FreePorts.take());
        node = new NodeAssembly(
                NodeConfigReader.read(
                        List.of(
                                "--web.listen-address=127.0.0.1:" + ports.get(0),
                                "--cluster.listen-address=127.0.0.1:" + ports.get(1),
                                "--admin.listen-address=127.0.0.1:" + ports.get(2),
                                "--storage.path=" + temp.resolve("data")),
                        Map.of()),
                new Supervisor(),
                new Termination());
        node.start();
        channels = new RpcChannels(Optional.empty());
        channel = channels.to("127.0.0.1:" + ports.get(2));
    }

    @AfterAll
    static void stopNode() {
        channels.close();
        node.close();
    }

    @Test
    void tellsWhatItOffersAndHowItIs() throws Exception {
        assertThat(services())
                .contains(
                        "quorumgate.admin.v1.AdminService", "quorumgate.peer.v1.PeerService", "grpc.health.v1.Health");
        for (String service : List.of("", "quorumgate.admin.v1.AdminService", "quorumgate.readiness")) {
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(health(service)).isEqualTo(ServingStatus.SERVING));
        }
    }

    @Test
    void tellsOfAClusterOfOne() {
        StatusReply status = admin().status(StatusRequest.getDefaultInstance());

        assertThat(status.getLeader()).isEqualTo("n1");
        assertThat(status.getQuorum().getVoters()).isEqualTo(1);
        assertThat(status.getQuorum().getTolerance()).isZero();
        assertThat(status.getMembersList())
                .singleElement()
                .satisfies(row -> assertThat(row.getReport().getRole()).isEqualTo(Role.LEADER))
                .satisfies(row -> assertThat(row.getReport().getDiskFreeBytes()).isPositive());
    }

    @Test
    void commitsAMarkAndComparesWithIt() {
        HealthReply health = admin().health(HealthRequest.getDefaultInstance());
        VerifyReply verified = admin().verify(VerifyRequest.getDefaultInstance());

        assertThat(health.getMembersList())
                .singleElement()
                .satisfies(member -> assertThat(member.getReached()).isTrue());
        assertThat(verified.getIndex()).isGreaterThan(health.getIndex());
        assertThat(verified.getEqual()).isTrue();
    }

    @Test
    void pushesAndShowsAndDeletesAGroup() {
        List<Label> labels = List.of(label("job", "shown"), label("zone", "eu"));
        PushReply tried = push(labels, "m 1\n", true);
        assertThat(tried.getStatus()).isEqualTo(200);
        assertThat(list("{job=\"shown\"}")).isEmpty();

        PushReply pushed = push(labels, "m 1\n", false);

        assertThat(pushed.getSeries()).isEqualTo(1);
        assertThat(list("{job=\"shown\"}")).singleElement().satisfies(group -> {
            assertThat(group.getLabelsList()).isEqualTo(labels);
            assertThat(group.getSeries()).isEqualTo(1);
        });
        assertThat(admin().getGroup(GetGroupRequest.newBuilder()
                                .addAllLabels(labels)
                                .build())
                        .getExposition())
                .isEqualTo("# TYPE m untyped\nm{instance=\"\",job=\"shown\",zone=\"eu\"} 1\n");
        assertThat(admin().deleteGroups(DeleteGroupsRequest.newBuilder()
                                .setSelector("{job=\"shown\"}")
                                .build())
                        .getGroups())
                .isEqualTo(1);
        assertThat(list("{job=\"shown\"}")).isEmpty();
    }

    @Test
    void namesTheLargestAndLeavesOutOthers() {
        push(List.of(label("job", "small")), "m 1\n", false);
        push(List.of(label("job", "large")), "m{n=\"1\"} 1\nm{n=\"2\"} 1\nm{n=\"3\"} 1\n", false);

        TopReply top = admin().top(TopRequest.newBuilder().setLimit(1).build());

        assertThat(top.getJobsBySeriesList())
                .singleElement()
                .satisfies(job -> assertThat(job.getJob()).isEqualTo("large"));
        assertThat(top.getGroupsBySeriesList())
                .singleElement()
                .satisfies(group -> assertThat(group.getSeries()).isEqualTo(3));
    }

    @Test
    void refusesInWordsAndInMessages() {
        assertThatThrownBy(() -> admin().wipe(
                                WipeRequest.newBuilder().setClusterId("another").build()))
                .isInstanceOfSatisfying(StatusRuntimeException.class, failure -> {
                    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
                    assertThat(refusal(failure).getInstead()).contains("quorumgate status");
                });
        assertThatThrownBy(() -> admin().removeMember(
                                RemoveMemberRequest.newBuilder().setName("n1").build()))
                .isInstanceOfSatisfying(StatusRuntimeException.class, failure -> {
                    assertThat(refusal(failure).getMayBeForced()).isFalse();
                    assertThat(refusal(failure).getQuorum().getAfter().getVoters())
                            .isZero();
                });
        assertThatThrownBy(() -> admin().transferLeadership(TransferLeadershipRequest.getDefaultInstance()))
                .hasMessageContaining("no other voter");
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        assertThat(codeOf(() -> list("{job="))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(codeOf(() -> push(List.of(label("zone", "eu")), "m 1\n", false)))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(codeOf(() -> admin().getGroup(GetGroupRequest.newBuilder()
                        .addLabels(label("job", "nobody"))
                        .build())))
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(push(List.of(label("job", "a")), "m{ 1\n", false).getStatus())
                .isEqualTo(400);
    }

    @Test
    void doesWhatWasHandedOnToIt() {
        AdminServiceGrpc.AdminServiceBlockingStub handedOn =
                AdminServiceGrpc.newBlockingStub(ForwardedOnce.marking(channel, "n2", "n1"));

        assertThatThrownBy(() -> handedOn.transferLeadership(TransferLeadershipRequest.getDefaultInstance()))
                .hasMessageContaining("no other voter");
    }

    @Test
    void refusesWhatWasHandedOnForAnotherNode() {
        AdminServiceGrpc.AdminServiceBlockingStub handedOn =
                AdminServiceGrpc.newBlockingStub(ForwardedOnce.marking(channel, "n2", "n3"));

        assertThatThrownBy(() -> handedOn.createSnapshot(
                        CreateSnapshotRequest.newBuilder().setName("n3").build()))
                .hasMessageContaining("asked for n3, this node is n1");
    }

    @Test
    void tellsOtherNodesWhatTheyHaveWrong() {
        IsMemberRequest malformed = IsMemberRequest.newBuilder()
                .setClusterId(admin().status(StatusRequest.getDefaultInstance()).getClusterId())
                .setPeerId("n2~")
                .build();

        assertThat(codeOf(() -> PeerServiceGrpc.newBlockingStub(channel).isMember(malformed)))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void refusesPushesInTheWordsOfTheOriginal() {
        PushReply reply = push(List.of(label("job", "late")), "m 1 1\n", true);

        assertThat(reply.getStatus()).isEqualTo(400);
        assertThat(reply.getText()).startsWith("pushed metrics are invalid or inconsistent with existing metrics: ");
    }

    private static List<GroupSummary> list(String selector) {
        List<GroupSummary> groups = new ArrayList<>();
        admin().listGroups(ListGroupsRequest.newBuilder().setSelector(selector).build())
                .forEachRemaining(groups::add);
        return groups;
    }

    private static PushReply push(List<Label> labels, String body, boolean isDryRun) {
        return admin().push(PushRequest.newBuilder()
                .addAllLabels(labels)
                .setBody(ByteString.copyFromUtf8(body))
                .setDryRun(isDryRun)
                .build());
    }

    private static Label label(String name, String value) {
        return Label.newBuilder().setName(name).setValue(value).build();
    }

    /** Without a deadline, which the node then gives. */
    private static AdminServiceGrpc.AdminServiceBlockingStub admin() {
        return AdminServiceGrpc.newBlockingStub(channel);
    }

    private static ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    private static Refusal refusal(StatusRuntimeException failure) {
        try {
            return Objects.requireNonNull(StatusProto.fromThrowable(failure))
                    .getDetails(0)
                    .unpack(Refusal.class);
        } catch (Exception e) {
            throw new AssertionError("no refusal in " + failure, e);
        }
    }

    private static Status.Code codeOf(Runnable call) {
        try {
            call.run();
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static List<String> services() throws Exception {
        CompletableFuture<List<String>> names = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> asking = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        names.complete(response.getListServicesResponse().getServiceList().stream()
                                .map(ServiceResponse::getName)
                                .toList());
                    }

                    @Override
                    public void onError(Throwable failure) {
                        names.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {}
                });
        asking.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        List<String> all = names.get(60, TimeUnit.SECONDS);
        asking.onCompleted();
        return all;
    }
}
