package dev.quorumgate.differential;

import java.util.ArrayList;
import java.util.List;

/** Finds what differs after a request, known or not. */
final class Comparison {
    private Comparison() {}

    static List<Difference> of(Step step) {
        List<Difference> found = new ArrayList<>();
        Reply ours = step.ours();
        Reply original = step.original();
        if (ours.status() == original.status()) {
            compareReplies(step, found);
        } else {
            found.add(Difference.of(Aspect.STATUS, ours, original));
        }
        if (!step.oursShown().helps().equals(step.originalShown().helps())
                && step.oursShown()
                        .families()
                        .keySet()
                        .equals(step.originalShown().families().keySet())) {
            found.add(new Difference(Aspect.HELP, Exposition.difference(step.oursShown(), step.originalShown())));
        }
        Exposition oursShown = step.oursShown().withoutHelp();
        Exposition originalShown = step.originalShown().withoutHelp();
        if (!oursShown.equals(originalShown)) {
            found.add(new Difference(Aspect.SHOWN, Exposition.difference(oursShown, originalShown)));
        }
        return found;
    }

    private static void compareReplies(Step step, List<Difference> found) {
        compareHeader("Content-Type", Aspect.CONTENT_TYPE, step, found);
        compareHeader("Content-Encoding", Aspect.CONTENT_ENCODING, step, found);
        compareHeader("Allow", Aspect.ALLOW, step, found);
        compareHeader("Location", Aspect.LOCATION, step, found);
        // The bodies of redirections are for people who look at them, which no client does.
        String body = step.original().isRedirect() ? "" : Bodies.difference(step);
        if (!body.isEmpty()) {
            found.add(new Difference(Aspect.BODY, body));
        }
    }

    private static void compareHeader(String name, Aspect aspect, Step step, List<Difference> found) {
        // An answer by redirection has a body of its own kind, or none.
        boolean compared = aspect != Aspect.CONTENT_TYPE || !step.original().isRedirect();
        String ours = step.ours().header(name);
        String original = step.original().header(name);
        if (compared && !ours.equals(original)) {
            found.add(Difference.of(aspect, name + ": " + ours, name + ": " + original));
        }
    }
}
