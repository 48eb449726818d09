package dev.quorumgate.api;

import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * An answer in JSON: one line, written as it is made and never held as a whole. Strings are escaped as Go does it, see
 * {@link GoEscapes}.
 */
public final class JsonDocument {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .characterEscapes(new GoEscapes())
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES, JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            // What is broken off must not look whole, and streams belong to whoever opened them.
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT, StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private final Content content;

    private JsonDocument(Content content) {
        this.content = content;
    }

    /** Writes one JSON value. */
    interface Content {
        void write(JsonGenerator json);
    }

    static JsonDocument of(Content content) {
        return new JsonDocument(content);
    }

    /**
     * Writes the document; the stream stays open and is not flushed by intent.
     *
     * @throws IOException if the stream does not take it; then what was written is a part that cannot be read as a whole
     */
    public void writeTo(OutputStream out) throws IOException {
        try {
            JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out);
            content.write(json);
            json.close();
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }
}
