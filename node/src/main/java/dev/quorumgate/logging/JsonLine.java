package dev.quorumgate.logging;

/** {@code {"key":"value"}}; all values are strings. */
final class JsonLine implements LineFormat {
    @Override
    public void begin(StringBuilder line) {
        line.append('{');
    }

    @Override
    public void add(StringBuilder line, String key, String value) {
        if (line.length() > 1) {
            line.append(',');
        }
        Quoting.append(line, key);
        line.append(':');
        Quoting.append(line, value);
    }

    @Override
    public void end(StringBuilder line) {
        line.append("}\n");
    }
}
