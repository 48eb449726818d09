package dev.quorumgate.http;

import dev.quorumgate.api.InvalidParameterException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A request that is refused: the status and the text of the answer. A value rather than a fault. */
final class RequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final boolean ofLimit;

    /** What programs are told beside the text, where the format of the answer has room for it. */
    private final transient SortedMap<String, Object> members;

    /** @param message the body, without its last line feed */
    RequestException(int status, String message) {
        this(status, message, false, Collections.emptySortedMap());
    }

    private RequestException(int status, String message, boolean ofLimit, SortedMap<String, Object> members) {
        super(message, null, false, false);
        this.status = status;
        this.ofLimit = ofLimit;
        this.members = members;
    }

    /** A request that asks for more than there may be. */
    static RequestException ofLimit(int status, String message) {
        return new RequestException(status, message, true, Collections.emptySortedMap());
    }

    /** A request with a part that cannot be used. */
    static RequestException of(InvalidParameterException invalid) {
        return new RequestException(400, String.valueOf(invalid.getMessage())).with("parameter", invalid.parameter());
    }

    /** The same, and one thing more for programs: a text, a whole number, or texts by name. */
    RequestException with(String member, Object value) {
        SortedMap<String, Object> more = new TreeMap<>(members);
        more.put(member, value);
        return new RequestException(status, String.valueOf(getMessage()), ofLimit, more);
    }

    /** Whether there is too much of something, and nothing wrong with it otherwise. */
    boolean isOfLimit() {
        return ofLimit;
    }

    int status() {
        return status;
    }

    SortedMap<String, Object> members() {
        return members;
    }
}
