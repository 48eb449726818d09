package dev.quorumgate.differential;

import java.util.ArrayList;
import java.util.List;

/** The flags that change what a gateway takes: both sides are started with the same. */
public enum Mode {
    DEFAULT(true, false),
    UTF8_NAMES(true, true),
    UNCHECKED(false, false),
    UNCHECKED_UTF8_NAMES(false, true);

    /** How often each comes in eight sequences; people use the first one. */
    private static final List<Mode> OF_EIGHT =
            List.of(DEFAULT, UTF8_NAMES, DEFAULT, UNCHECKED, DEFAULT, UTF8_NAMES, DEFAULT, UNCHECKED_UTF8_NAMES);

    private final boolean checked;
    private final boolean utf8Names;

    Mode(boolean checked, boolean utf8Names) {
        this.checked = checked;
        this.utf8Names = utf8Names;
    }

    /** The mode of the sequence that a seed makes. */
    static Mode of(long seed) {
        return OF_EIGHT.get((int) Math.floorMod(seed, (long) OF_EIGHT.size()));
    }

    boolean checked() {
        return checked;
    }

    boolean utf8Names() {
        return utf8Names;
    }

    List<String> flags() {
        List<String> flags = new ArrayList<>(List.of("--web.enable-admin-api"));
        if (!checked) {
            flags.add("--push.disable-consistency-check");
        }
        if (utf8Names) {
            flags.add("--push.enable-utf8-names");
        }
        return flags;
    }

    /** What to ask of a scrape so that names come as they are. */
    String escaping() {
        return utf8Names ? "allow-utf-8" : "underscores";
    }
}
