package dev.quorumgate.api;

/** What the Pushgateway puts around the data of each answer. */
final class EnvelopeV1 {
    private EnvelopeV1() {}

    static JsonDocument of(JsonDocument.Content data) {
        return JsonDocument.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("status", "success");
            json.writeName("data");
            data.write(json);
            json.writeEndObject();
        });
    }
}
