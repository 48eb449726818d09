package dev.quorumgate.logging;

/** A log line in the making. */
interface LineFormat {
    void begin(StringBuilder line);

    /** Adds a key and its value, in the order of the calls. */
    void add(StringBuilder line, String key, String value);

    /** Adds a key and a number. */
    void add(StringBuilder line, String key, Number value);

    void end(StringBuilder line);
}
