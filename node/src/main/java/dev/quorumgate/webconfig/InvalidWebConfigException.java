package dev.quorumgate.webconfig;

import java.io.IOException;
import java.util.List;

/** A web configuration that cannot be used: all that is wrong with it, each in one line. */
public final class InvalidWebConfigException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidWebConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** With file, line and column; without secrets. */
    public List<String> problems() {
        return problems;
    }
}
