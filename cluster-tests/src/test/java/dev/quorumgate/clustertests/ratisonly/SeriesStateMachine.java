package dev.quorumgate.clustertests.ratisonly;

import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;

/** The last value of each series, in memory; a restart replays the log. */
final class SeriesStateMachine extends BaseStateMachine {
    private final TreeMap<String, String> values = new TreeMap<>();

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        String sample = entry.getStateMachineLogEntry().getLogData().toStringUtf8();
        int blank = sample.lastIndexOf(' ');
        synchronized (values) {
            values.put(sample.substring(0, blank), sample.substring(blank + 1));
        }
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        return CompletableFuture.completedFuture(Message.EMPTY);
    }

    @Override
    public CompletableFuture<Message> query(Message request) {
        StringBuilder text = new StringBuilder();
        synchronized (values) {
            values.forEach((series, value) ->
                    text.append(series).append(' ').append(value).append('\n'));
        }
        return CompletableFuture.completedFuture(Message.valueOf(text.toString()));
    }
}
