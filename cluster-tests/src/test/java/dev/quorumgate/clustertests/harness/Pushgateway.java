package dev.quorumgate.clustertests.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The real Pushgateway 1.11, empty. */
public final class Pushgateway {
    private Pushgateway() {}

    /** One that serves below {@code http://host:port} and the path that {@code flags} may give it. */
    public static Gateway start(TestRun run, String... flags) throws Exception {
        Gateway gateway = new Gateway(URI.create("http://" + launch(run, "pushgateway", flags) + prefix(flags)));
        Waiting.until("the Pushgateway is ready", gateway::isReady);
        String version = JsonParser.parseString(gateway.get("/api/v1/status").text())
                .getAsJsonObject()
                .getAsJsonObject("data")
                .getAsJsonObject("build_information")
                .get("version")
                .getAsString();
        assumeTrue(version.startsWith("1.11."), "skipped: the Pushgateway to be had here is " + version + ", not 1.11");
        return gateway;
    }

    /** Starts one and does not wait; gives its {@code host:port}. */
    public static String launch(TestRun run, String name, String... flags) throws Exception {
        String address = "127.0.0.1:" + FreePorts.take();
        List<String> command = new ArrayList<>(List.of(
                ClientTools.peer("pushgateway").toString(), "--persistence.file=", "--web.listen-address=" + address));
        command.addAll(List.of(flags));
        run.process(name, command).start();
        return address;
    }

    private static String prefix(String... flags) {
        String name = "--web.route-prefix=";
        for (String flag : flags) {
            if (flag.startsWith(name)) {
                return flag.substring(name.length());
            }
        }
        return "";
    }
}
