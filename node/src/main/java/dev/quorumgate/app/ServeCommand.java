package dev.quorumgate.app;

import dev.quorumgate.config.FlagHelp;
import dev.quorumgate.config.InvalidConfigException;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.config.NodeConfigReader;
import dev.quorumgate.logging.Logging;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code quorumgate serve}: runs a node until it is told to stop. */
final class ServeCommand {
    private static final Logger logger = LoggerFactory.getLogger(ServeCommand.class);

    private ServeCommand() {}

    static void run(List<String> arguments) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            System.out.print(
                    "usage: quorumgate serve [flags]\n\nFlags, with their defaults and environment variables:\n\n"
                            + FlagHelp.text());
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
        Logging.configure(config.log());
        NodeAssembly node = new NodeAssembly(config, new Supervisor());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "stop"));
        try {
            node.start();
        } catch (IOException e) {
            System.err.println("quorumgate serve: " + e.getMessage());
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

    /** On SIGTERM and Ctrl-C. Ends with 0 as the original does, where the JVM would say which signal it was. */
    private static void stop(NodeAssembly node) {
        node.close();
        Runtime.getRuntime().halt(ExitCode.STOPPED.number());
    }
}
