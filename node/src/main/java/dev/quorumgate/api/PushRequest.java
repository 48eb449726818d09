package dev.quorumgate.api;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Utf16;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * Pushes to several groups in one request: {@code {"pushes":[{"labels":{"job":"x"},"method":"PUT","body":"m 1\n"}]}}. What is
 * not known is refused, so that nothing mistyped is passed over.
 */
public final class PushRequest {
    private static final int PUSHES_MAX = 1000;
    private static final int NESTING_MAX = 10;
    private static final int SHOWN_MAX = 200;

    private final JsonParser json;

    private PushRequest(JsonParser json) {
        this.json = json;
    }

    /** One of the pushes, its parts not looked at yet. */
    public static final class Push {
        private final SortedMap<String, String> labels;
        private final boolean replacesGroup;
        private final String contentType;
        private final byte[] body;

        private Push(SortedMap<String, String> labels, boolean replacesGroup, String contentType, byte[] body) {
            this.labels = Collections.unmodifiableSortedMap(labels);
            this.replacesGroup = replacesGroup;
            this.contentType = contentType;
            this.body = body;
        }

        public SortedMap<String, String> labels() {
            return labels;
        }

        /** PUT, or else POST. */
        public boolean replacesGroup() {
            return replacesGroup;
        }

        /** Of the body, empty for none. */
        public String contentType() {
            return contentType;
        }

        /** The body as it would come by itself, without compression. */
        public InputStream body() {
            return new ByteArrayInputStream(body);
        }
    }

    /**
     * Reads a request.
     *
     * @param bytesMax which no text in it can be longer than
     * @throws InvalidParameterException if it is not JSON, or JSON of another kind
     */
    public static List<Push> parse(InputStream in, int bytesMax) throws InvalidParameterException {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(bytesMax)
                        .maxNestingDepth(NESTING_MAX)
                        .build())
                .build();
        // Of itself Jackson also takes UTF-16 and UTF-32, and then reads on over what is no character.
        Reader text = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
        try (JsonParser json = factory.createParser(ObjectReadContext.empty(), text)) {
            return new PushRequest(json).pushes();
        } catch (JacksonIOException e) {
            // Nothing else can go wrong with bytes in memory.
            throw new InvalidParameterException("body", "the body is not JSON that can be read: it is not UTF-8");
        } catch (JacksonException e) {
            // Bytes in memory can always be read: whatever is wrong is wrong with them.
            throw new InvalidParameterException(
                    "body", "the body is not JSON that can be read: " + place(e) + shown(e.getOriginalMessage()));
        }
    }

    private static String place(JacksonException mistake) {
        TokenStreamLocation location = mistake.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    /** What was sent may have megabytes, and half pairs of surrogates, which cannot be told. */
    private static String shown(@Nullable String text) {
        String whole = String.valueOf(text);
        String told = whole.length() <= SHOWN_MAX ? whole : whole.substring(0, SHOWN_MAX) + "…";
        return new String(told.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private List<Push> pushes() throws InvalidParameterException {
        List<Push> pushes = new ArrayList<>();
        json.nextToken();
        expect(JsonToken.START_OBJECT, "body");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            requireKnown("body", "pushes");
            json.nextToken();
            expect(JsonToken.START_ARRAY, "pushes");
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (pushes.size() == PUSHES_MAX) {
                    throw new InvalidParameterException(
                            "pushes", "more than " + PUSHES_MAX + " pushes in one request; send fewer at a time");
                }
                pushes.add(push("pushes[" + pushes.size() + "]"));
            }
        }
        if (json.nextToken() != null) {
            throw new InvalidParameterException("body", "the body goes on behind the end of its JSON object");
        }
        if (pushes.isEmpty()) {
            throw new InvalidParameterException("pushes", "pushes: expected a list of one push or more");
        }
        return pushes;
    }

    private Push push(String place) throws InvalidParameterException {
        @Nullable SortedMap<String, String> labels = null;
        Optional<Boolean> replacesGroup = Optional.empty();
        String contentType = "";
        byte @Nullable [] body = null;
        expect(JsonToken.START_OBJECT, place);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            requireKnown(place, "labels", "method", "content_type", "body", "body_base64");
            String name = json.currentName();
            String at = place + "." + name;
            json.nextToken();
            switch (name) {
                case "labels" -> labels = labels(at);
                case "method" -> replacesGroup = Optional.of(isPut(at));
                case "content_type" -> contentType = text(at);
                default -> {
                    if (body != null) {
                        throw new InvalidParameterException(at, place + ": body and body_base64; one of them is right");
                    }
                    body = name.equals("body") ? text(at).getBytes(StandardCharsets.UTF_8) : base64(at);
                }
            }
        }
        if (labels == null || replacesGroup.isEmpty() || body == null) {
            throw new InvalidParameterException(
                    place, place + ": expected labels, method (PUT or POST), and body or body_base64");
        }
        return new Push(labels, replacesGroup.get(), contentType, body);
    }

    private SortedMap<String, String> labels(String at) throws InvalidParameterException {
        SortedMap<String, String> labels = new TreeMap<>();
        expect(JsonToken.START_OBJECT, at);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            requireWellFormed(at, name);
            json.nextToken();
            labels.put(name, text(at + "." + shown(name)));
            if (labels.size() > GroupingKey.LABELS_MAX) {
                throw new InvalidParameterException(at, at + ": more than " + GroupingKey.LABELS_MAX + " labels");
            }
        }
        return labels;
    }

    private boolean isPut(String at) throws InvalidParameterException {
        String method = text(at);
        if (!method.equals("PUT") && !method.equals("POST")) {
            throw new InvalidParameterException(
                    at,
                    at + ": expected \"PUT\" (replaces the group) or \"POST\" (replaces metrics of the same names),"
                            + " got \"" + shown(method) + "\"");
        }
        return method.equals("PUT");
    }

    private byte[] base64(String at) throws InvalidParameterException {
        try {
            return Base64.getDecoder().decode(text(at));
        } catch (IllegalArgumentException e) {
            throw new InvalidParameterException(at, at + ": not base64: " + e.getMessage());
        }
    }

    private String text(String at) throws InvalidParameterException {
        expect(JsonToken.VALUE_STRING, at);
        String text = json.getString();
        requireWellFormed(at, text);
        return text;
    }

    /** An escape can stand for half a pair. */
    private static void requireWellFormed(String at, String text) throws InvalidParameterException {
        if (!Utf16.isWellFormed(text)) {
            throw new InvalidParameterException(at, at + ": half a pair of surrogates, which is no character");
        }
    }

    private void requireKnown(String place, String... known) throws InvalidParameterException {
        for (String name : known) {
            if (name.equals(json.currentName())) {
                return;
            }
        }
        String unknown = shown(json.currentName());
        throw new InvalidParameterException(
                place + "." + unknown,
                place + ": unknown key \"" + unknown + "\"; known are " + String.join(", ", known));
    }

    private void expect(JsonToken token, String at) throws InvalidParameterException {
        if (json.currentToken() != token) {
            throw new InvalidParameterException(
                    at, at + ": expected " + name(token) + ", got " + name(json.currentToken()));
        }
    }

    private static String name(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "a truth value";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            default -> "the end";
        };
    }
}
