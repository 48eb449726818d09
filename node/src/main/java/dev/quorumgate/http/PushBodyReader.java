package dev.quorumgate.http;

import dev.quorumgate.api.InvalidParameterException;
import dev.quorumgate.api.PushRequest;
import dev.quorumgate.exposition.BodyTooLargeException;
import dev.quorumgate.exposition.MalformedPushException;
import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.exposition.PushBody;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.PushedFamily;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;

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
     * Reads the body and gives its families to {@code use}.
     *
     * @param key whose labels each metric is going to have
     * @throws RequestException if it is too large (413), malformed or incomplete (400), too slow (408), or there is no
     *     room for it now (503)
     */
    <T> T read(HttpServletRequest request, GroupingKey key, Use<T> use) throws RequestException {
        LabelGrowth growth = new LabelGrowth(bodyBytesMax);
        return reading(
                request,
                (body, memory) -> use.of(families(body, header(request, "Content-Type"), key, growth, memory)));
    }

    /** Takes the pushes of a request one by one, while the memory of all of them is accounted for. */
    interface EachPush {
        /** Takes a push; false if the others need not be read. */
        boolean take(GroupingKey key, PushRequest.Push push, List<PushedFamily> families) throws RequestException;
    }

    /**
     * Reads the pushes of a {@link PushRequest}.
     *
     * @throws RequestException as {@link #read}; what is wrong with one of the pushes names it
     */
    void readSeveral(HttpServletRequest request, EachPush each) throws RequestException {
        LabelGrowth growth = new LabelGrowth(bodyBytesMax);
        reading(request, (body, memory) -> {
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

    private <T> T reading(HttpServletRequest request, Reading<T> reading) throws RequestException {
        if (request.getContentLengthLong() > bodyBytesMax) {
            throw tooLarge();
        }
        uploads.enter();
        try (ByteBudget.Share memory = uploads.memory().share()) {
            PushBody body = PushBody.read(
                    request.getInputStream(),
                    header(request, "Content-Encoding"),
                    bodyBytesMax,
                    bytes -> memory.take((long) bytes * MEMORY_FACTOR));
            return reading.of(body, memory);
        } catch (InvalidParameterException e) {
            throw RequestException.of(e);
        } catch (MalformedPushException e) {
            throw new RequestException(400, String.valueOf(e.getMessage()));
        } catch (BodyTooLargeException e) {
            throw tooLarge();
        } catch (ByteBudget.ExhaustedException e) {
            throw new RequestException(503, String.valueOf(e.getMessage()));
        } catch (ByteBudget.TooMuchException e) {
            throw new RequestException(413, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw incomplete(e);
        } finally {
            uploads.leave();
        }
    }

    /** For the client, if it is still there: a bad chunk looks just like the end of the connection. */
    private static RequestException incomplete(IOException failure) {
        return Failures.isTimeout(failure)
                ? new RequestException(408, "the body came too slowly and was not read to its end; nothing was stored")
                : new RequestException(
                        400,
                        "unexpected EOF: the body ended before the length that was announced, or is not chunked as"
                                + " HTTP/1.1 has it; nothing was stored");
    }

    private RequestException tooLarge() {
        return new RequestException(
                413,
                "the body has more than " + bodyBytesMax
                        + " bytes, before or after decompression; push less at a time, or raise --push.max-body-size");
    }

    private static String header(HttpServletRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }
}
