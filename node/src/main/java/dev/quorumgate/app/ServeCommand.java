package dev.quorumgate.app;

import dev.quorumgate.config.FlagHelp;
import dev.quorumgate.config.InvalidConfigException;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.config.NodeConfigReader;
import dev.quorumgate.logging.Logging;
import dev.quorumgate.telemetry.BuildInfo;
import java.io.IOException;
import java.security.Security;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code quorumgate serve}: runs a node until it is told to stop. */
final class ServeCommand {
    private static final Logger logger = LoggerFactory.getLogger(ServeCommand.class);

    private static final Set<String> HELP = Set.of("-h", "--help", "--help-long", "--help-man");

    private ServeCommand() {}

    static String flagsText() {
        return "Flags, with their defaults and environment variables:\n\n" + FlagHelp.text();
    }

    static void run(List<String> arguments) {
        if (arguments.stream().anyMatch(HELP::contains)) {
            System.out.print("usage: quorumgate serve [flags]\n\n" + flagsText());
            return;
        }
        if (arguments.contains("--version")) {
            System.out.print(BuildInfo.load().text());
            return;
        }
        NodeConfig config;
        try {
            config = NodeConfigReader.read(arguments, System.getenv());
        } catch (InvalidConfigException e) {
            e.problems().all().forEach(problem -> System.err.println("quorumgate serve: " + problem));
            System.exit(ExitCode.USAGE.number());
            return;
        }
        // A member may come back under its DNS name at another address; Java would believe in the old one for ever.
        Security.setProperty("networkaddress.cache.ttl", "10");
        Security.setProperty("networkaddress.cache.negative.ttl", "2");
        Logging.configure(config.log());
        Termination termination = new Termination();
        NodeAssembly node = new NodeAssembly(config, new Supervisor(), termination);
        termination.stops(node);
        try {
            node.start();
        } catch (RemovedException e) {
            System.err.println("quorumgate serve: " + e.getMessage());
            Runtime.getRuntime().halt(ExitCode.REMOVED.number());
        } catch (IOException e) {
            String.valueOf(e.getMessage()).lines().forEach(line -> System.err.println("quorumgate serve: " + line));
            Runtime.getRuntime().halt(ExitCode.CANNOT_START.number());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // Threads of parts that were started already would keep the process, and it would look alive.
            logger.error("the start failed in a way that it must not", e);
            System.err.println("quorumgate serve: the start failed: " + e + "; the log has the details");
            Runtime.getRuntime().halt(ExitCode.CANNOT_START.number());
        }
    }
}
