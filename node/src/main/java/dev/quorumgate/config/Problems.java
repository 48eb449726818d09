package dev.quorumgate.config;

import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with a configuration: a person corrects it once, not once for each mistake. */
public final class Problems {
    private final List<String> all = new ArrayList<>();

    void add(String problem) {
        all.add(problem);
    }

    void add(Flag flag, String problem) {
        all.add(flag + ": " + problem);
    }

    /** One line each, naming flag, value and what was expected. */
    public List<String> all() {
        return List.copyOf(all);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }
}
