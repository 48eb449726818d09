package dev.quorumgate.cli.importing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads answers of the query API, {@code {"status":"success","data":…}}, as trees of maps, lists and strings. Data that is a
 * list is given element by element, so that it never is in memory as a whole.
 */
final class JsonTrees {
    private static final int STRING_CHARS_MAX = 64 << 20;
    private static final int NESTING_MAX = 20;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(STRING_CHARS_MAX)
                    .maxNameLength(STRING_CHARS_MAX)
                    .maxNestingDepth(NESTING_MAX)
                    .build())
            .build();

    private JsonTrees() {}

    /** Takes one element of the data. */
    interface Taker {
        void take(Object element) throws SourceException;
    }

    /** Gives the elements of the data one after the other; data that is no list is an element itself. */
    static void readData(InputStream in, Taker taker) throws IOException, SourceException {
        Reader text = new InputStreamReader(in, StandardCharsets.UTF_8);
        boolean isSeen = false;
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new SourceException("its query API answers no JSON object");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                boolean isData = "data".equals(json.currentName());
                JsonToken first = json.nextToken();
                if (isData && first == JsonToken.START_ARRAY) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        taker.take(tree(json));
                    }
                } else if (isData && first == JsonToken.START_OBJECT) {
                    taker.take(tree(json));
                } else {
                    json.skipChildren();
                }
                isSeen |= isData;
            }
        } catch (JacksonIOException e) {
            throw new IOException(String.valueOf(e.getOriginalMessage()), e);
        } catch (JacksonException e) {
            throw new SourceException("the answer of its query API is no JSON: " + e.getOriginalMessage());
        }
        if (!isSeen) {
            throw new SourceException("the answer of its query API has no \"data\"");
        }
    }

    /** The value at which the parser stands. Numbers are not told apart from strings. */
    private static Object tree(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String name = json.currentName();
                    json.nextToken();
                    map.put(name, tree(json));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(tree(json));
                }
                yield list;
            }
            default -> json.getString();
        };
    }

    /** A value of a map that must be one itself. */
    static Map<?, ?> map(Map<?, ?> parent, String key) throws SourceException {
        if (parent.get(key) instanceof Map<?, ?> map) {
            return map;
        }
        throw new SourceException("its query API tells no object \"" + key + "\" where there should be one");
    }

    static String string(Map<?, ?> parent, String key) throws SourceException {
        return text(parent.get(key), key);
    }

    static String text(@Nullable Object value, String what) throws SourceException {
        if (value instanceof String text) {
            return text;
        }
        throw new SourceException("its query API tells no text \"" + what + "\" where there should be one");
    }
}
