package dev.quorumgate.http;

import dev.quorumgate.api.InvalidParameterException;
import dev.quorumgate.api.PushRequest;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.exposition.BodyTooLargeException;
import dev.quorumgate.exposition.ByteBuilder;
import dev.quorumgate.exposition.MalformedPushException;
import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.exposition.PushBody;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.PushedFamily;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Reads the families of a push: a body of at most so many bytes, before and after decompression, and within the memory that
 * all requests share.
 */
final class PushBodyReader {
    /**
     * How much memory a byte of a body takes while it is read and parsed, nearly at worst: a body of nothing but short
     * samples.
     */
    private static final int MEMORY_FACTOR = 24;

    private final int bodyBytesMax;
    private final NameRules rules;
    private final Uploads uploads;

    PushBodyReader(int bodyBytesMax, NameRules rules, Uploads uploads) {
        this.bodyBytesMax = bodyBytesMax;
        this.rules = rules;
        this.uploads = uploads;
    }

    /** By which labels are read. */
    NameRules names() {
        return rules;
    }

    /** Makes something of the families of a push, while their memory is accounted for. */
    interface Use<T> {
        T of(List<PushedFamily> families) throws RequestException;
    }

    /**
     * Reads the body and gives its families to {@code use}, which may be done by another thread. Fails with {@link
     * RequestException} if it is too large (413), malformed or incomplete (400), too slow (408), or there is no room for it now
     * (503).
     *
     * @param key whose labels each metric is going to have
     */
    <T> CompletableFuture<T> read(Exchange exchange, GroupingKey key, Use<T> use) {
        LabelGrowth growth = new LabelGrowth(bodyBytesMax);
        String type = header(exchange, "Content-Type");
        return reading(exchange, (body, memory) -> use.of(families(body, type, key, growth, memory)));
    }

    /** Takes the pushes of a request one by one, while the memory of all of them is accounted for. */
    interface EachPush {
        /** Takes a push; false if the others need not be read. */
        boolean take(GroupingKey key, PushRequest.Push push, List<PushedFamily> families) throws RequestException;
    }

    /**
     * Reads the pushes of a {@link PushRequest}, and tells whether all were taken. Fails as {@link #read}; what is wrong with one of
     * the pushes names it.
     */
    CompletableFuture<Boolean> readSeveral(Exchange exchange, EachPush each) {
        LabelGrowth growth = new LabelGrowth(bodyBytesMax);
        return reading(exchange, (body, memory) -> {
            boolean goesOn = true;
            List<PushRequest.Push> pushes = PushRequest.parse(body.stream(), bodyBytesMax);
            for (int i = 0; goesOn && i < pushes.size(); i++) {
                goesOn = take(pushes.get(i), i, growth, memory, each);
            }
            return goesOn;
        });
    }

    private boolean take(
            PushRequest.Push push, int position, LabelGrowth growth, ByteBudget.Share memory, EachPush each)
            throws RequestException, BodyTooLargeException, IOException {
        try {
            GroupingKey key = GroupingLabels.key(push.labels(), rules);
            PushBody body =
                    PushBody.read(push.body(), "", bodyBytesMax, bytes -> memory.take((long) bytes * MEMORY_FACTOR));
            return each.take(key, push, families(body, push.contentType(), key, growth, memory));
        } catch (MalformedPushException e) {
            throw of(push, position, new RequestException(400, String.valueOf(e.getMessage())));
        } catch (RequestException e) {
            throw of(push, position, e);
        }
    }

    private static RequestException of(PushRequest.Push push, int position, RequestException refusal) {
        return refusal.with("push", position).with("group", push.labels());
    }

    private List<PushedFamily> families(
            PushBody body, String contentType, GroupingKey key, LabelGrowth growth, ByteBudget.Share memory)
            throws RequestException, MalformedPushException, IOException {
        List<PushedFamily> families = body.parse(contentType, rules);
        growth.add(key, families, memory);
        return families;
    }

    private interface Reading<T> {
        T of(PushBody body, ByteBudget.Share memory)
                throws RequestException, InvalidParameterException, MalformedPushException, BodyTooLargeException,
                        IOException;
    }

    /** Waits for the body without a thread, and for a turn to parse it when it is there. */
    private <T> CompletableFuture<T> reading(Exchange exchange, Reading<T> reading) {
        if (exchange.request().getContentLengthLong() > bodyBytesMax) {
            return CompletableFuture.failedFuture(tooLarge(bodyBytesMax));
        }
        CompletableFuture<T> read = new CompletableFuture<>();
        String encoding = header(exchange, "Content-Encoding");
        Futures.whenDone(
                IncomingBody.read(exchange.incoming(), uploads.pace(), bodyBytesMax, uploads.incoming()),
                (body, failure) -> {
                    if (failure != null) {
                        read.completeExceptionally(incomplete(failure));
                    } else if (body != null) {
                        parseInTurn(new Whole<>(body, encoding, reading, read), exchange.pool());
                    }
                });
        return read;
    }

    /** A body that has come to its end, and what is to be made of it. */
    private record Whole<T>(ByteBuilder bytes, String encoding, Reading<T> reading, CompletableFuture<T> read) {}

    private <T> void parseInTurn(Whole<T> body, Executor pool) {
        ByteBudget.Share memory = uploads.memory().share();
        try {
            memory.take(body.bytes.length());
        } catch (ByteBudget.ExhaustedException e) {
            body.read.completeExceptionally(exhausted(e));
            return;
        } catch (ByteBudget.TooMuchException e) {
            body.read.completeExceptionally(tooMuch(e));
            return;
        }
        if (!uploads.turns().run(() -> parsed(body, memory), pool)) {
            memory.close();
            body.read.completeExceptionally(
                    new RequestException(503, "too many other requests wait to be read; try again soon"));
        }
    }

    /** Parses the body; what is done with the result is not a part of its turn any more. */
    private <T> Runnable parsed(Whole<T> body, ByteBudget.Share memory) {
        try (memory) {
            T result = parse(body, memory);
            return () -> body.read.complete(result);
        } catch (Throwable failure) { // a fault, too, is to be answered
            return () -> body.read.completeExceptionally(failure);
        }
    }

    private <T> T parse(Whole<T> body, ByteBudget.Share memory) throws RequestException {
        try {
            return body.reading.of(
                    PushBody.read(
                            new ByteArrayInputStream(body.bytes.array(), 0, body.bytes.length()),
                            body.encoding,
                            bodyBytesMax,
                            bytes -> memory.take((long) bytes * MEMORY_FACTOR)),
                    memory);
        } catch (InvalidParameterException e) {
            throw RequestException.of(e);
        } catch (MalformedPushException e) {
            throw new RequestException(400, String.valueOf(e.getMessage()));
        } catch (BodyTooLargeException e) {
            throw tooLarge(bodyBytesMax);
        } catch (ByteBudget.ExhaustedException e) {
            throw exhausted(e);
        } catch (ByteBudget.TooMuchException e) {
            throw tooMuch(e);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be read", e);
        }
    }

    /** For the client, if it is still there: a bad chunk looks just like the end of the connection. */
    private static Throwable incomplete(Throwable failure) {
        if (failure instanceof RequestException) {
            return failure;
        }
        return Failures.isTimeout(failure)
                ? new RequestException(408, "the body came too slowly and was not read to its end; nothing was stored")
                : new RequestException(
                        400,
                        "unexpected EOF: the body ended before the length that was announced, or is not chunked as"
                                + " HTTP/1.1 has it; nothing was stored");
    }

    private static RequestException exhausted(ByteBudget.ExhaustedException e) {
        return new RequestException(503, String.valueOf(e.getMessage()));
    }

    private static RequestException tooMuch(ByteBudget.TooMuchException e) {
        return new RequestException(413, String.valueOf(e.getMessage()));
    }

    static RequestException tooLarge(int bodyBytesMax) {
        return new RequestException(
                413,
                "the body has more than " + bodyBytesMax
                        + " bytes, before or after decompression; push less at a time, or raise --push.max-body-size");
    }

    private static String header(Exchange exchange, String name) {
        String value = exchange.request().getHeader(name);
        return value == null ? "" : value;
    }
}
