package dev.quorumgate.clustertests.ratisonly;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.rpc.CallId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.TimeDuration;
import org.slf4j.LoggerFactory;

/**
 * The smallest gateway on Ratis: takes the flags and the paths of the product that the stale-read tests use, and answers
 * scrapes by Ratis's own {@code raft.server.read.option=LINEARIZABLE}, with no barrier of ours.
 */
public final class RatisOnlyNode {
    private static final long PATIENCE_SECONDS = 2;

    private final RaftServer server;
    private final RaftGroupId groupId;
    private final RaftClient client;
    private final ClientId clientId = ClientId.randomId();

    private RatisOnlyNode(RaftServer server, RaftGroup group, RaftProperties properties) {
        this.server = server;
        this.groupId = group.getGroupId();
        this.client = RaftClient.newBuilder()
                .setRaftGroup(group)
                .setProperties(properties)
                .setRetryPolicy(RetryPolicies.retryUpToMaximumCountWithFixedSleep(
                        200, TimeDuration.valueOf(50, TimeUnit.MILLISECONDS)))
                .build();
    }

    public static void main(String[] arguments) throws IOException {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        List<RaftPeer> peers = Arrays.stream(
                        flag(arguments, "cluster.initial-members").split(",", -1))
                .map(RatisOnlyNode::peer)
                .toList();
        RaftPeerId self = RaftPeerId.valueOf(flag(arguments, "cluster.node-id"));
        RaftPeer own = peers.stream()
                .filter(peer -> peer.getId().equals(self))
                .findFirst()
                .orElseThrow();
        RaftGroup group = RaftGroup.valueOf(
                RaftGroupId.valueOf(UUID.nameUUIDFromBytes("ratis only".getBytes(StandardCharsets.UTF_8))), peers);
        RaftProperties properties = properties(
                own, Path.of(flag(arguments, "storage.path")), millis(flag(arguments, "raft.election-timeout")));
        RaftServer server = RaftServer.newBuilder()
                .setServerId(self)
                .setGroup(group)
                .setStateMachine(new SeriesStateMachine())
                .setProperties(properties)
                .setOption(RaftStorage.StartupOption.RECOVER)
                .build();
        server.start();
        new RatisOnlyNode(server, group, properties).listen(flag(arguments, "web.listen-address"));
    }

    private static String flag(String[] arguments, String name) {
        String begin = "--" + name + "=";
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(begin))
                .map(argument -> argument.substring(begin.length()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("needs " + begin));
    }

    private static RaftPeer peer(String member) {
        String[] parts = member.split("[=:]", -1);
        return RaftPeer.newBuilder()
                .setId(parts[0])
                .setAddress(parts[1] + ":" + parts[2])
                .build();
    }

    private static RaftProperties properties(RaftPeer self, Path storage, long electionTimeoutMillis) {
        RaftProperties properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(
                properties, List.of(storage.resolve("raft").toFile()));
        RaftServerConfigKeys.setRemovedGroupsDir(
                properties, storage.resolve("removed").toFile());
        String[] address = self.getAddress().split(":", -1);
        GrpcConfigKeys.Server.setHost(properties, address[0]);
        GrpcConfigKeys.Server.setPort(properties, Integer.parseInt(address[1]));
        RaftServerConfigKeys.Rpc.setTimeoutMin(
                properties, TimeDuration.valueOf(electionTimeoutMillis / 2, TimeUnit.MILLISECONDS));
        RaftServerConfigKeys.Rpc.setTimeoutMax(
                properties, TimeDuration.valueOf(electionTimeoutMillis, TimeUnit.MILLISECONDS));
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(
                properties, TimeDuration.valueOf(2, TimeUnit.SECONDS));
        // A client that holds on to a leader which is cut off for long would find the new one only when it is too late.
        RaftClientConfigKeys.Rpc.setRequestTimeout(properties, TimeDuration.valueOf(300, TimeUnit.MILLISECONDS));
        RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        return properties;
    }

    private static long millis(String text) {
        return Long.parseLong(text.substring(0, text.length() - "ms".length()));
    }

    private void listen(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        HttpServer http = HttpServer.create(
                new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
                128);
        http.setExecutor(Executors.newCachedThreadPool());
        http.createContext("/", this::handle);
        http.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            switch (exchange.getRequestURI().getPath()) {
                case "/-/leader" -> answer(exchange, leads() ? 200 : 503, "");
                case "/-/ready" -> answer(exchange, 200, read());
                case "/metrics" -> answer(exchange, 200, read());
                default -> {
                    write(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).strip());
                    answer(exchange, 200, "");
                }
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            answer(exchange, 503, String.valueOf(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean leads() throws IOException {
        DivisionInfo info = server.getDivision(groupId).getInfo();
        return info.isLeader() && info.isLeaderReady();
    }

    private void write(String sample) throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Message entry = Message.valueOf(sample);
        RaftClientReply reply = leads()
                ? submit(entry, RaftClientRequest.writeRequestType())
                : client.io().send(entry);
        if (!reply.isSuccess()) {
            throw new IOException(reply.getException());
        }
    }

    private String read() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        RaftClientReply reply = submit(Message.EMPTY, RaftClientRequest.readRequestType());
        if (!reply.isSuccess()) {
            throw new IOException(reply.getException());
        }
        return reply.getMessage().getContent().toStringUtf8();
    }

    private RaftClientReply submit(Message message, RaftClientRequest.Type type)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        RaftClientRequest request = RaftClientRequest.newBuilder()
                .setClientId(clientId)
                .setServerId(server.getId())
                .setGroupId(groupId)
                .setCallId(CallId.getAndIncrement())
                .setMessage(message)
                .setType(type)
                .build();
        return server.submitClientRequestAsync(request).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
