package dev.quorumgate.cli.output;

/** How good or bad it is what a cell says; a colour on a terminal. */
public enum Mood {
    PLAIN(""),
    GOOD("32"),
    WARNING("33"),
    BAD("31");

    private final String code;

    Mood(String code) {
        this.code = code;
    }

    String paint(String text) {
        return code.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
