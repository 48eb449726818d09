package dev.quorumgate.api;

import java.util.Map;
import java.util.SortedMap;

/** A refusal as {@code application/problem+json}. Source: RFC 9457. */
public final class Problem {
    public static final String CONTENT_TYPE = "application/problem+json";

    private Problem() {}

    /**
     * A refusal.
     *
     * @param title of the status
     * @param detail what is wrong, and what to do
     * @param members further ones: texts, whole numbers, or texts by name
     */
    public static JsonDocument of(int status, String title, String detail, SortedMap<String, Object> members) {
        return JsonDocument.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "about:blank");
            json.writeStringProperty("title", title);
            json.writeNumberProperty("status", status);
            json.writeStringProperty("detail", detail);
            members.forEach((name, value) -> {
                json.writeName(name);
                if (value instanceof Number number) {
                    json.writeNumber(number.longValue());
                } else if (value instanceof Map<?, ?> texts) {
                    json.writeStartObject();
                    texts.forEach((key, text) -> json.writeStringProperty(key.toString(), text.toString()));
                    json.writeEndObject();
                } else {
                    json.writeString(value.toString());
                }
            });
            json.writeEndObject();
        });
    }
}
