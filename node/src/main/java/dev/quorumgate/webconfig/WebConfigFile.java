package dev.quorumgate.webconfig;

import dev.quorumgate.concurrent.OwnerThread;
import dev.quorumgate.tls.SmallFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web configuration as it is now: the file and the PEM files that it names are looked at twice a second, and what has
 * changed is used when it has stood still from one look to the next. Its {@link #state} may be asked for by any thread.
 */
public final class WebConfigFile implements Closeable {
    private static final Logger logger = LoggerFactory.getLogger(WebConfigFile.class);

    private static final long LOOK_MILLIS = 500;

    private final Optional<Path> file;
    private final List<Consumer<State>> listeners = new ArrayList<>();
    private final OwnerThread looking = new OwnerThread("web-config");

    private volatile State state;
    // Of the thread that looks alone.
    private Optional<WebConfig.Tls> readLast;
    private Map<Path, String> seen;
    private Map<Path, String> taken;

    /**
     * What counts at a time.
     *
     * @param tls what is in the files of {@code config.tls()}, while it has some
     * @param isBroken whether the file has become one that cannot be used; {@code config} is the last good one then
     */
    public record State(WebConfig config, Optional<TlsMaterial> tls, boolean isBroken) {
        private State broken() {
            return new State(config, tls, true);
        }
    }

    /** @param taken what the files were when they were read, or a moment earlier */
    private WebConfigFile(Optional<Path> file, State state, Map<Path, String> taken) {
        this.file = file;
        this.state = state;
        this.readLast = state.config().tls();
        this.seen = taken;
        this.taken = taken;
    }

    /**
     * Reads the file, and all that it names.
     *
     * @param file none means neither TLS nor passwords, as an empty one does
     * @throws InvalidWebConfigException with everything that is wrong
     */
    public static WebConfigFile open(Optional<Path> file) throws InvalidWebConfigException {
        if (file.isEmpty()) {
            return new WebConfigFile(file, new State(WebConfig.NONE, Optional.empty(), false), Map.of());
        }
        Findings findings = new Findings();
        // Before each file is read, so that a change in between is not overlooked.
        Map<Path, String> taken = new HashMap<>();
        fingerprint(file.get(), taken);
        WebConfig config = config(file.get(), findings);
        fingerprint(config.tls(), taken);
        Optional<TlsMaterial> material = config.tls().flatMap(tls -> TlsMaterial.load(tls, findings));
        if (findings.hasProblems()) {
            throw new InvalidWebConfigException(findings.problems());
        }
        config.warnings().forEach(logger::warn);
        return new WebConfigFile(file, new State(config, material, false), taken);
    }

    public State state() {
        return state;
    }

    /** Has {@code listener} told of each new state; before {@link #follow}. */
    public void onChange(Consumer<State> listener) {
        listeners.add(listener);
    }

    /** Begins to look for changes, until it is closed. */
    public void follow() {
        if (file.isPresent()) {
            looking.every(LOOK_MILLIS, this::look);
        }
    }

    @Override
    public void close() {
        looking.close();
    }

    /** One look. */
    void look() {
        Map<Path, String> now = fingerprints();
        if (!now.equals(seen)) {
            seen = now; // it may still be being written
        } else if (!now.equals(taken)) {
            take(file.orElseThrow(), now);
        }
    }

    /** @param now what the files were at this look, but for those that the file names only now */
    private void take(Path changed, Map<Path, String> now) {
        State before = state;
        Findings findings = new Findings();
        WebConfig config = config(changed, findings);
        // Those that cannot be used yet are followed too: they may still be on their way, or be repaired.
        readLast = config.tls();
        taken = new HashMap<>(now);
        fingerprint(readLast, taken);
        if (!before.config().passwords().isEmpty() && config.passwords().isEmpty() && !findings.hasProblems()) {
            findings.problem(
                    Place.beginOf(changed),
                    "basic_auth_users has nobody in it any more: to open this node to everybody, restart it");
        }
        if (findings.hasProblems()) {
            state = before.broken();
            logger.error(
                    "the web configuration cannot be used any more, and requests are answered with 500 until it is"
                            + " repaired: {}",
                    String.join("; ", findings.problems()));
            return;
        }
        warnOfRestart(before.config(), config);
        Optional<TlsMaterial> material = config.tls().flatMap(tls -> TlsMaterial.load(tls, findings));
        if (findings.hasProblems()) {
            logger.error("the certificates of before go on being used: {}", String.join("; ", findings.problems()));
        }
        boolean keepsTls = findings.hasProblems() || config.tls().isEmpty();
        State next = keepsTls
                ? new State(withTls(config, before.config().tls()), before.tls(), false)
                : new State(config, material, false);
        if (!next.equals(before)) {
            config.warnings().forEach(logger::warn);
            state = next;
            listeners.forEach(listener -> listener.accept(next));
            logger.atInfo().addKeyValue("file", changed).log("web configuration reloaded");
        }
    }

    private static WebConfig withTls(WebConfig config, Optional<WebConfig.Tls> tls) {
        return new WebConfig(
                tls, config.http2(), config.headers(), config.rateLimit(), config.passwords(), config.warnings());
    }

    private static void warnOfRestart(WebConfig before, WebConfig config) {
        if (before.tls().isPresent() != config.tls().isPresent()) {
            logger.warn("TLS is turned on or off by a restart only; until then it stays as it is");
        }
        if (before.http2() != config.http2() || !before.rateLimit().equals(config.rateLimit())) {
            logger.warn("http2 and rate_limit are changed by a restart only; until then they stay as they are");
        }
    }

    private static WebConfig config(Path file, Findings findings) {
        try {
            return WebConfigReader.read(SmallFile.text(file), file, findings);
        } catch (IOException e) {
            findings.problem(Place.beginOf(file), String.valueOf(e.getMessage()));
            return WebConfig.NONE;
        }
    }

    /** What tells whether one of the files is another than before, by file; not their contents, some of which are secret. */
    private Map<Path, String> fingerprints() {
        Map<Path, String> fingerprints = new HashMap<>();
        file.ifPresent(path -> fingerprint(path, fingerprints));
        fingerprint(state.config().tls(), fingerprints);
        fingerprint(readLast, fingerprints);
        return fingerprints;
    }

    private static void fingerprint(Optional<WebConfig.Tls> named, Map<Path, String> fingerprints) {
        named.ifPresent(tls -> Stream.of(Optional.of(tls.certificate()), Optional.of(tls.key()), tls.clientCa())
                .flatMap(Optional::stream)
                .flatMap(source -> source.file().stream())
                .forEach(path -> fingerprint(path, fingerprints)));
    }

    private static void fingerprint(Path file, Map<Path, String> fingerprints) {
        fingerprints.computeIfAbsent(file, SmallFile::fingerprint);
    }
}
