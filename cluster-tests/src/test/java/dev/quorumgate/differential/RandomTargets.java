package dev.quorumgate.differential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Request targets: mostly of a few groups, so that they meet, in all their spellings; and odd ones. */
final class RandomTargets {
    private static final int LABELS_MAX = 3;
    private static final List<String> NAMES = List.of("instance", "x", "y", "x", "instance", "le", "quantile", "job");
    private static final List<String> ODD_NAMES = List.of(
            "1x",
            "x-y",
            "x:y",
            "__x",
            "__name__",
            "x@base64@base64",
            "@base64",
            "U__a_2e_b",
            "U__",
            "U______x",
            "U__a_zz_",
            "U__a_1f600_",
            "caf%C3%A9",
            "a%20b",
            "a.b",
            "%FF",
            "%00",
            "X",
            "_",
            "x%40base64",
            "é");
    private static final List<String> VALUES = List.of("1", "2", "i", "a", "");
    private static final List<String> ODD_VALUES = List.of(
            "a+b",
            "a%20b",
            "%2F",
            "a%2Fb",
            "%2Fa",
            "a%2F",
            "%3F",
            "%23",
            "a;b=c",
            "=",
            "==",
            "%",
            "%z",
            "%4",
            "%zz",
            "%FF",
            "%C3%BC",
            "%E2%98%83",
            "%F0%9F%98%80",
            "%ED%A0%80",
            "%C0%80",
            "%0A",
            "%0D",
            "%22",
            "%5C",
            "\\",
            "|",
            "\"",
            "<>",
            "{}",
            "^`",
            "%7F",
            "%01",
            "%25",
            "%252F",
            "ü",
            "a?b=c/d",
            "a:1",
            "a,b",
            "@base64",
            "*",
            "~",
            "%2E",
            "...",
            "x@base64",
            "metrics");
    private static final List<String> BAD_BASE64 =
            List.of("Y", "YQ=Q", "a+b_", "a%2Bb", "YR", "Y%0AQ", "YQ%3D%3D", "Y Q", "_-_-", "====", "A", "é", "YWJjZ");
    private static final List<String> OTHER_TARGETS = List.of(
            "/metrics",
            "/metrics",
            "/metrics?collect[]=pushed",
            "/metrics?collect[]=x",
            "/metrics/",
            "/metrics/job",
            "/metrics/job/",
            "/metrics/jobs/a",
            "/metrics/job@base64",
            "/metrics/job@base64/",
            "/-/healthy",
            "/-/ready",
            "/-/nope",
            "/api/v1/metrics",
            "/api/v1/metrics",
            "/api/v1/status",
            "/api/v1/nope",
            "/api/v1/admin/wipe",
            "/api/v1/admin/nope",
            "/nope",
            "/Metrics",
            "/METRICS/job/a",
            "/metrics/JOB/a",
            "/-/Healthy",
            "/-/healthy/",
            "/metrics%2Fjob/a",
            "/%6Detrics/job/a",
            "/metrics/job/..",
            "/metrics/job/.",
            "/./metrics/job/a",
            "/x/../metrics/job/a",
            "/metrics/./job/a",
            "/metrics/job/a/.",
            "/metrics/job/a/..",
            "/metrics/job/%2e%2e/a");

    private final Chance chance;

    RandomTargets(Chance chance) {
        this.chance = chance;
    }

    /** A path that is no group's, or is spelled in an odd way. */
    String other() {
        return chance.of(OTHER_TARGETS);
    }

    /** The path of a group. */
    String group() {
        boolean odd = chance.oneIn(4);
        StringBuilder target = new StringBuilder("/metrics");
        job(target, odd);
        int labels = chance.oneIn(3) ? 0 : chance.below(LABELS_MAX);
        for (int i = 0; i < labels; i++) {
            label(target, odd && chance.oneIn(2));
        }
        if (chance.oneIn(16)) {
            target.append(chance.of("/", "/instance", "//", "/x/y/", "?a=b", "/instance/", "/x@base64/"));
        }
        return chance.oneIn(25) ? deformed(target.toString()) : target.toString();
    }

    private void job(StringBuilder target, boolean odd) {
        if (chance.oneIn(8)) {
            target.append("/job@base64/").append(odd ? chance.of(BAD_BASE64) : base64(chance.of("a", "b", "a/b", "ü")));
        } else {
            target.append("/job/").append(odd && chance.oneIn(4) ? chance.of(ODD_VALUES) : chance.of("a", "b", "c"));
        }
    }

    private void label(StringBuilder target, boolean odd) {
        String name = odd && chance.oneIn(2) ? chance.of(ODD_NAMES) : chance.of(NAMES);
        target.append('/').append(name);
        String value = chance.of(VALUES);
        if (value.isEmpty() || chance.oneIn(6)) {
            target.append("@base64/").append(odd && chance.oneIn(2) ? chance.of(BAD_BASE64) : base64(value));
        } else {
            target.append('/').append(odd ? chance.of(ODD_VALUES) : value);
        }
    }

    /** Of a text, padded or not; in the way that clients write an empty one. */
    private String base64(String value) {
        String padded = Base64.getUrlEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        return value.isEmpty() ? chance.of("=", "==") : chance.oneIn(2) ? padded : padded.replace("=", "");
    }

    /** With a slash too many, another case, or a step up or down. */
    private String deformed(String target) {
        int slash = target.indexOf('/', chance.below(target.length()));
        if (slash < 0) {
            return target + "/";
        }
        String inserted = chance.of("/", "//", "/.", "/..", "/%2e", "%2F", "/x/..");
        return target.substring(0, slash) + inserted + target.substring(slash);
    }
}
