package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.quorumgate.clustertests.harness.Build;
import dev.quorumgate.clustertests.harness.ClientTools;
import dev.quorumgate.clustertests.harness.ComposeFile;
import dev.quorumgate.clustertests.harness.Shell;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * Goal: the files in {@code docker/} are understood by those who read them, to the last word.
 *
 * <p>Method: the schemas of compose and of Kubernetes, systemd itself, and the flags that {@code quorumgate serve --help} knows.
 */
class DeploymentFilesTest {
    private static final Path DOCKER = Build.root().resolve("docker");
    private static final Path KUBERNETES = DOCKER.resolve("kubernetes/quorumgate.yaml");
    private static final Gson GSON = new Gson();

    @Test
    void composeFollowsItsSchema() throws Exception {
        // Its parts carry names of an older draft, which are used nowhere.
        String schema = Files.readString(ClientTools.library("compose").resolve("compose-spec.json"))
                .replaceAll("\"id\": *\"[^\"]*\",", "");
        Map<String, Object> document = new HashMap<>(ComposeFile.read().document());
        assertThat(document.remove("name")).as("newer than that schema").isEqualTo("quorumgate");

        assertThat(problems(schema, GSON.toJson(document))).isEmpty();

        JsonObject misspelt = GSON.toJsonTree(document).getAsJsonObject();
        misspelt.getAsJsonObject("services").getAsJsonObject("balancer").addProperty("volume", "a:b");
        assertThat(problems(schema, GSON.toJson(misspelt))).isNotEmpty();
    }

    @Test
    void kubernetesFollowsItsSchema() throws Exception {
        List<JsonObject> objects = kubernetes();

        assertThat(objects.stream().map(DeploymentFilesTest::kind))
                .containsExactlyInAnyOrder("Service", "Service", "NetworkPolicy", "PodDisruptionBudget", "StatefulSet");
        for (JsonObject object : objects) {
            validate(object);
        }

        JsonObject misspelt = container(objects);
        misspelt.add("readynessProbe", misspelt.remove("readinessProbe"));
        assertThatThrownBy(() -> validate(statefulSet(objects))).hasMessageContaining("readynessProbe");
    }

    /** The parts of the manifests are connected by names alone, which no schema looks at. */
    @Test
    void kubernetesFindsWhatItsPartsName() throws Exception {
        List<JsonObject> objects = kubernetes();
        JsonObject set = statefulSet(objects);
        JsonObject pod = set.getAsJsonObject("spec").getAsJsonObject("template");
        JsonObject labels = pod.getAsJsonObject("metadata").getAsJsonObject("labels");
        Map<String, String> ports = named(container(objects).getAsJsonArray("ports"), "containerPort");
        String governing = set.getAsJsonObject("spec").get("serviceName").getAsString();
        Map<String, String> environment = named(container(objects).getAsJsonArray("env"), "value");

        for (JsonObject object : objects) {
            JsonObject spec = object.getAsJsonObject("spec");
            JsonObject selector =
                    spec.getAsJsonObject(kind(object).equals("NetworkPolicy") ? "podSelector" : "selector");
            assertThat(kind(object).equals("Service") ? selector : selector.getAsJsonObject("matchLabels"))
                    .isEqualTo(labels);
            if (kind(object).equals("NetworkPolicy")) {
                assertThat(allowedPorts(spec)).isEqualTo(ports.keySet());
            }
            if (kind(object).equals("Service")) {
                assertThat(ports.keySet())
                        .containsAll(named(spec.getAsJsonArray("ports"), "targetPort")
                                .values());
            }
        }
        assertThat(ports).isEqualTo(Map.of("http", "9091", "raft", "9191", "admin", "9192"));
        assertThat(objects)
                .anySatisfy(object -> assertThat(
                                object.getAsJsonObject("metadata").get("name").getAsString())
                        .isEqualTo(governing));
        assertThat(environment
                        .getOrDefault("QUORUMGATE_CLUSTER_INITIAL_MEMBERS", "")
                        .split(","))
                .hasSize(set.getAsJsonObject("spec").get("replicas").getAsInt())
                .allMatch(member -> member.matches("(quorumgate-\\d)=\\1\\." + governing + ":9191:9192"));
    }

    @Test
    void whatTheyTellNodesNodesKnow() throws Exception {
        Build.publishNodeJar();
        String help = Shell.require(
                List.of(DOCKER.resolveSibling("scripts/quorumgate").toString(), "serve", "--help"));
        // Those that are no flags: where verbs ask, and options of the JVM.
        Set<String> others = Set.of("QUORUMGATE_ENDPOINTS", "QUORUMGATE_JAVA_OPTS", "QUORUMGATE_CACHE");
        for (String file :
                List.of("compose.yaml", "kubernetes/quorumgate.yaml", "systemd/quorumgate.service", "Dockerfile")) {
            Matcher variable = Pattern.compile("QUORUMGATE_[A-Z_]{3,}").matcher(Files.readString(DOCKER.resolve(file)));
            while (variable.find()) {
                if (!others.contains(variable.group())) {
                    assertThat(help).as(file).contains("(" + variable.group() + ")");
                }
            }
        }
    }

    @Test
    void systemdUnderstandsTheUnitAndFindsItWellShutIn(@TempDir Path folder) throws Exception {
        assumeTrue(Shell.has("systemd-analyze"), "skipped: the program 'systemd-analyze' (Debian: systemd) is missing");
        // It wants to see the program, too.
        Path unit = Files.writeString(
                folder.resolve("quorumgate.service"),
                Files.readString(DOCKER.resolve("systemd/quorumgate.service"))
                        .replace("/opt/quorumgate/bin/quorumgate", Build.root() + "/scripts/launcher"));

        Shell.Result verified = Shell.run(List.of("systemd-analyze", "verify", "--man=no", unit.toString()));
        Shell.Result exposed =
                Shell.run(List.of("systemd-analyze", "security", "--offline=yes", "--threshold=20", unit.toString()));

        assertThat(verified.output()).doesNotContain("quorumgate.service:");
        assertThat(verified.exitCode()).as(verified.output()).isZero();
        assertThat(exposed.exitCode()).as(exposed.output()).isZero();
    }

    private static Set<ValidationMessage> problems(String schema, String json) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V201909)
                .getSchema(schema)
                .validate(json, InputFormat.JSON);
    }

    private static List<JsonObject> kubernetes() throws IOException {
        List<JsonObject> objects = new ArrayList<>();
        for (Object each : new Yaml().loadAll(Files.readString(KUBERNETES))) {
            objects.add(GSON.toJsonTree(each).getAsJsonObject());
        }
        return objects;
    }

    private static void validate(JsonObject object) throws IOException {
        switch (kind(object)) {
            case "Service" -> V1Service.validateJsonElement(object);
            case "NetworkPolicy" -> V1NetworkPolicy.validateJsonElement(object);
            case "PodDisruptionBudget" -> V1PodDisruptionBudget.validateJsonElement(object);
            case "StatefulSet" -> V1StatefulSet.validateJsonElement(object);
            default -> throw new IllegalArgumentException("no schema for " + kind(object));
        }
    }

    private static String kind(JsonObject object) {
        return object.get("kind").getAsString();
    }

    private static JsonObject statefulSet(List<JsonObject> objects) {
        return objects.stream()
                .filter(object -> kind(object).equals("StatefulSet"))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject container(List<JsonObject> objects) {
        return statefulSet(objects)
                .getAsJsonObject("spec")
                .getAsJsonObject("template")
                .getAsJsonObject("spec")
                .getAsJsonArray("containers")
                .get(0)
                .getAsJsonObject();
    }

    private static Set<String> allowedPorts(JsonObject policy) {
        return policy.getAsJsonArray("ingress").asList().stream()
                .flatMap(rule -> rule.getAsJsonObject().getAsJsonArray("ports").asList().stream())
                .map(port -> port.getAsJsonObject().get("port").getAsString())
                .collect(Collectors.toSet());
    }

    /** Of a list of things with a name, one of their fields. */
    private static Map<String, String> named(JsonArray all, String field) {
        return all.asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(each -> each.has(field))
                .collect(Collectors.toMap(
                        each -> each.get("name").getAsString(),
                        each -> number(each.get(field).getAsString())));
    }

    /** YAML's numbers are doubles to Gson at times. */
    private static String number(String text) {
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
