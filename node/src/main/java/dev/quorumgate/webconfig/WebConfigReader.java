package dev.quorumgate.webconfig;

import dev.quorumgate.config.Quantities;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the file of {@code --web.config.file}. Source: API reference of the original, "--web.config.file". */
final class WebConfigReader {
    /** Which the file may set, each with the values it may have; any if there are none. */
    private static final SortedMap<String, List<String>> HEADERS = new TreeMap<>(Map.of(
            "Strict-Transport-Security", List.of(),
            "X-Content-Type-Options", List.of("nosniff"),
            "X-Frame-Options", List.of("deny", "sameorigin"),
            "X-XSS-Protection", List.of(),
            "Content-Security-Policy", List.of()));

    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7E]*");

    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    private static final int BCRYPT_COST_MIN = 4;
    /** Each step doubles the work; with this one a check takes some three seconds. */
    private static final int BCRYPT_COST_MAX = 16;

    private static final int DURATION_LENGTH_MAX = 40;
    private static final int BURST_MAX = 1_000_000;

    private final Path file;
    private final Findings findings;

    private WebConfigReader(Path file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /**
     * What a text says; nothing that is used, if {@code findings} then has problems.
     *
     * @param file whose text it is: files that it names are relative to its folder
     */
    static WebConfig read(String text, Path file, Findings findings) {
        Optional<Section> root = YamlFile.root(text, file, findings);
        if (root.isEmpty()) {
            return WebConfig.NONE;
        }
        return new WebConfigReader(file, findings).config(root.get());
    }

    private WebConfig config(Section root) {
        Optional<WebConfig.Tls> tls =
                root.section("tls_server_config").flatMap(section -> new TlsReader(file, findings).read(section));
        Optional<Section> http = root.section("http_server_config");
        boolean http2 = http.map(section -> section.bool("http2", true)).orElse(true);
        SortedMap<String, String> headers = http.map(this::headers).orElseGet(TreeMap::new);
        Optional<WebConfig.RateLimit> rateLimit = root.section("rate_limit").flatMap(this::rateLimit);
        Map<String, Secret> passwords =
                root.section("basic_auth_users").map(this::passwords).orElse(Map.of());
        http.ifPresent(Section::refuseOthers);
        root.refuseOthers();
        return new WebConfig(tls, http2, headers, rateLimit, passwords, findings.warnings());
    }

    private SortedMap<String, String> headers(Section http) {
        SortedMap<String, String> headers = new TreeMap<>();
        Optional<Section> section = http.section("headers");
        section.map(Section::texts).orElse(Map.of()).forEach((name, text) -> {
            List<String> allowed = HEADERS.get(name);
            if (allowed == null) {
                findings.problem(
                        section.get().placeOf(name),
                        "the header " + Findings.shown(name) + " cannot be set here; "
                                + Findings.guess(name, HEADERS.keySet()) + " Possible are " + HEADERS.keySet());
            } else if (!HEADER_VALUE.matcher(text.value()).matches()) {
                findings.problem(text.place(), name + ": expected one line of ASCII characters");
            } else if (!allowed.isEmpty() && !text.value().isEmpty() && !allowed.contains(text.value())) {
                findings.problem(
                        text.place(),
                        name + ": expected " + String.join(" or ", allowed) + ", got " + Findings.shown(text.value()));
            } else if (!text.value().isEmpty()) {
                headers.put(name, text.value());
            }
        });
        return headers;
    }

    private Optional<WebConfig.RateLimit> rateLimit(Section section) {
        Optional<Section.Text> interval = section.text("interval");
        Optional<Section.Text> burst = section.text("burst");
        section.refuseOthers();
        Duration each = interval.map(this::interval).orElse(Duration.ZERO);
        int atOnce = burst.map(this::burst).orElse(0);
        if (each.isZero()) {
            return Optional.empty();
        }
        if (atOnce == 0) {
            findings.problem(
                    burst.map(Section.Text::place).orElse(section.place()),
                    "burst: expected at least 1; without one every request would be refused");
            return Optional.empty();
        }
        return Optional.of(new WebConfig.RateLimit(each, atOnce));
    }

    private Duration interval(Section.Text text) {
        Optional<Duration> duration =
                text.value().length() > DURATION_LENGTH_MAX ? Optional.empty() : Quantities.duration(text.value());
        if (duration.isEmpty()) {
            findings.problem(
                    text.place(),
                    "interval: expected a duration with a unit, such as 100ms or 1s, got "
                            + Findings.shown(text.value()));
        }
        return duration.orElse(Duration.ZERO);
    }

    private int burst(Section.Text text) {
        if (text.value().matches("\\d{1,7}") && Integer.parseInt(text.value()) <= BURST_MAX) {
            return Integer.parseInt(text.value());
        }
        findings.problem(
                text.place(),
                "burst: expected a number from 0 to " + BURST_MAX + ", got " + Findings.shown(text.value()));
        return 1;
    }

    private Map<String, Secret> passwords(Section users) {
        Map<String, Secret> passwords = new HashMap<>();
        users.texts().forEach((name, hash) -> {
            Matcher matcher = BCRYPT.matcher(hash.value());
            int cost = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
            if (name.isEmpty() || name.contains(":")) {
                findings.problem(users.placeOf(name), "a user's name must not be empty or have a colon in it");
            } else if (cost < BCRYPT_COST_MIN) {
                findings.problem(
                        hash.place(),
                        "the value is no bcrypt hash ($2y$…, $2a$… or $2b$…); 'htpasswd -nBC 10 \"\"' makes one");
            } else if (cost > BCRYPT_COST_MAX) {
                findings.problem(
                        hash.place(),
                        "a bcrypt hash of cost " + cost + " takes too long to check; use one of at most "
                                + BCRYPT_COST_MAX);
            } else {
                passwords.put(name, new Secret(hash.value()));
            }
        });
        return passwords;
    }
}
