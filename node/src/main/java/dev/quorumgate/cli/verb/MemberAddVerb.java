package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.proto.admin.AddMemberRequest;
import dev.quorumgate.proto.admin.MemberProgress;
import dev.quorumgate.proto.admin.PromoteMemberRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code member add}. */
@Command(
        name = "add",
        description = {
            "Take a node in that was started with --cluster.join, as a member without a vote.",
            "The command that starts it is printed; with --dry-run nothing else is done."
        })
public final class MemberAddVerb extends MembershipVerb.OfNewcomer {
    private static final long PAUSE_MILLIS = 200;

    @Parameters(paramLabel = Newcomer.LABEL, converter = Newcomer.Converter.class, description = "The node that comes.")
    private Newcomer newcomer = new Newcomer(dev.quorumgate.proto.admin.MemberAddress.getDefaultInstance());

    @Option(names = "--promote", description = "Give it a vote as soon as it has caught up.")
    private boolean isPromoting;

    @Override
    protected ExitCode run(Endpoints endpoints) throws InterruptedException {
        MemberProgress last = follow(endpoints
                .stub()
                .addMember(AddMemberRequest.newBuilder()
                        .setMember(newcomer.address())
                        .setWaitMillis(waitForNode().toMillis())
                        .setDryRun(force().isDryRun())
                        .setForceClusterId(force().clusterId())
                        .build()));
        if (!isPromoting || force().isDryRun()) {
            show(last);
            return ExitCode.DONE;
        }
        promote(endpoints);
        return ExitCode.DONE;
    }

    /** It is refused until the node has caught up. */
    private void promote(Endpoints endpoints) throws InterruptedException {
        PromoteMemberRequest request = PromoteMemberRequest.newBuilder()
                .setName(newcomer.address().getName())
                .setForceClusterId(force().clusterId())
                .build();
        long end = System.nanoTime() + waitForNode().toNanos();
        while (true) {
            try {
                show(request.getName(), endpoints.stub(timeout()).promoteMember(request));
                return;
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.FAILED_PRECONDITION || System.nanoTime() - end >= 0) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}
