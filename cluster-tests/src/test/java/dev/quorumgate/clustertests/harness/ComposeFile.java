package dev.quorumgate.clustertests.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** What {@code docker/compose.yaml} says, for tests that do what Docker would do. */
public final class ComposeFile {
    private final Map<String, Object> document;

    private ComposeFile(Map<String, Object> document) {
        this.document = document;
    }

    /** One service: its image, what it is told, and the files and folders that it is given as {@code FROM:TO}. */
    public record Service(
            String name, String image, List<String> command, Map<String, String> environment, List<String> volumes) {}

    public static ComposeFile read() throws IOException {
        return new ComposeFile(new Yaml().load(Files.readString(path())));
    }

    public static Path path() {
        return Build.root().resolve("docker/compose.yaml");
    }

    /** As JSON would have it: for a schema. */
    public Map<String, Object> document() {
        return document;
    }

    /** In the order of the file. */
    public Map<String, Service> services() {
        Map<String, Service> services = new LinkedHashMap<>();
        map(document, "services").forEach((name, each) -> services.put(name, service(name, asMap(each))));
        return services;
    }

    private static Service service(String name, Map<String, Object> each) {
        Map<String, String> environment = new LinkedHashMap<>();
        map(each, "environment").forEach((variable, value) -> environment.put(variable, String.valueOf(value)));
        return new Service(
                name, String.valueOf(each.get("image")), list(each, "command"), environment, list(each, "volumes"));
    }

    private static Map<String, Object> map(Map<String, Object> parent, String key) {
        return asMap(parent.getOrDefault(key, Map.of()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object value) {
        return (Map<String, Object>) value;
    }

    private static List<String> list(Map<String, Object> parent, String key) {
        return ((List<?>) parent.getOrDefault(key, List.of()))
                .stream().map(String::valueOf).toList();
    }
}
