package dev.quorumgate.differential;

import static dev.quorumgate.differential.Aspect.BODY;
import static dev.quorumgate.differential.Aspect.SHOWN;
import static dev.quorumgate.differential.Aspect.STATUS;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The known differences in how paths are read. */
final class PathDifferences {
    static final List<KnownDifference> TABLE = List.of(
            new KnownDifference(
                    "doubled slashes",
                    "`//metrics/job/x`, other doubled slashes",
                    "after a redirection clients send no body, or another method, or nothing",
                    Set.of(STATUS, SHOWN),
                    step -> step.decodedPath().contains("//")
                            && step.original().isRedirect()
                            && (!step.ours().isRedirect() || !step.request().writes()),
                    Mode.DEFAULT,
                    List.of(Request.put("//metrics/job/a", "m 1\n"))),
            new KnownDifference(
                    "an empty component in a path",
                    "an empty label value in a path",
                    "the redirection leads to a group with other labels",
                    Set.of(STATUS, SHOWN),
                    step -> step.decodedPath().contains("//")
                            && step.original().isRedirect()
                            && step.oursRefuses(400, "an empty label value is written NAME@base64/="),
                    Mode.DEFAULT,
                    List.of(Request.put("/metrics/job/a/x//y/1", "m 1\n"))),
            new KnownDifference(
                    "steps in a path",
                    "`.` and `..` in a path",
                    "the redirection leads to a group with other labels",
                    Set.of(STATUS),
                    step -> hasSteps(step.rawPath())
                            && step.original().isRedirect()
                            && (step.oursRefuses(400, "is not allowed; write it as %2E")
                                    || step.oursRefuses(400, "must not lead out of it")),
                    Mode.DEFAULT,
                    List.of(Request.put("/metrics/job/a/x/..", "m 1\n"))),
            new KnownDifference(
                    "escaped steps in a path",
                    "`.` and `..` in a path",
                    "a label may have the value .. as well as any other",
                    Set.of(STATUS, SHOWN),
                    step -> !hasSteps(step.rawPath())
                            && hasSteps(step.decodedPath())
                            && step.original().isRedirect()
                            && !step.ours().isRedirect(),
                    Mode.DEFAULT,
                    List.of(Request.put("/metrics/job/%2E%2E", "m 1\n"))),
            new KnownDifference(
                    "a slash too many, another case",
                    "a slash too many at the end of a path, letters in another case",
                    "no method that writes is ever redirected",
                    Set.of(STATUS),
                    step -> step.original().isRedirect()
                            && !step.rawPath().contains("//")
                            && !hasSteps(step.decodedPath())
                            && step.original()
                                    .header("Location")
                                    .split("\\?", 2)[0]
                                    .equalsIgnoreCase(step.decodedPath().replaceAll("(.)/+$", "$1"))
                            && step.oursRefuses(404, "404 page not found"),
                    Mode.DEFAULT,
                    List.of(Request.put("/Metrics/job/a", "m 1\n"))),
            new KnownDifference(
                    "no job in a path",
                    "a slash too many at the end of a path, letters in another case",
                    "a refusal tells what is missing",
                    Set.of(STATUS),
                    step -> step.decodedPath().matches("/metrics/job(@base64)?/")
                            && (step.original().isRedirect() || step.original().status() == 404)
                            && (step.oursRefuses(400, "job name is required")
                                    || !step.request().writes()),
                    Mode.DEFAULT,
                    List.of(Request.put("/metrics/job/", "m 1\n"))),
            new KnownDifference(
                    "no UTF-8 in a path",
                    "invalid UTF-8 in a grouping label",
                    "the original keeps a group that lets every scrape and push fail from then on",
                    Set.of(STATUS, BODY, SHOWN),
                    step -> !isUtf8(step.decodedPath()) && step.oursRefuses(400, "invalid UTF-8 in "),
                    Mode.DEFAULT,
                    List.of(Request.put("/metrics/job/%FF", "m 1\n"))),
            new KnownDifference(
                    "no UTF-8 in base64 in a path",
                    "invalid UTF-8 in a grouping label",
                    "the original keeps a group that lets every scrape and push fail from then on",
                    Set.of(STATUS, BODY, SHOWN),
                    step -> step.decodedPath().contains("@base64/")
                            && step.oursRefuses(400, "invalid UTF-8 in value of label"),
                    Mode.DEFAULT,
                    List.of(Request.put("/metrics/job@base64/_w", "m 1\n"))),
            new KnownDifference(
                    "a reserved name behind U__",
                    "UTF-8 names that begin with `__` once unescaped",
                    "the original keeps a group that lets every scrape and push fail from then on",
                    Set.of(STATUS, BODY, SHOWN),
                    step -> step.mode().utf8Names()
                            && step.rawPath().contains("/U______x")
                            && step.oursRefuses(400, "improper label name \"U______x\""),
                    Mode.UTF8_NAMES,
                    List.of(Request.put("/metrics/job/a/U______x/1", "m 1\n"))),
            new KnownDifference(
                    "a colon in a label name",
                    "a label name with a colon, where UTF-8 names are on",
                    "no scraper reads it without quotes",
                    Set.of(SHOWN, BODY),
                    step -> step.mode().utf8Names()
                            && step.originalShown().toString().contains("x:y=")
                            && step.oursShown().toString().contains("\"x:y\"="),
                    Mode.UTF8_NAMES,
                    List.of(Request.put("/metrics/job/a/x:y/1", "m 1\n"))),
            new KnownDifference(
                    "NUL in a path",
                    "`%00` in a path",
                    "the web server does not let it through",
                    Set.of(STATUS, BODY, SHOWN),
                    step -> step.rawPath().contains("%00") && step.ours().status() == 400,
                    Mode.DEFAULT,
                    List.of(Request.put("/metrics/job/%00", "m 1\n"))));

    private PathDifferences() {}

    private static boolean hasSteps(String path) {
        return Arrays.stream(path.split("/", -1)).anyMatch(each -> each.equals(".") || each.equals(".."));
    }

    private static boolean isUtf8(String bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
