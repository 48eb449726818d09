package dev.quorumgate.logging;

/** {@code {"key":"value","number":1}}. */
final class JsonLine implements LineFormat {
    @Override
    public void begin(StringBuilder line) {
        line.append('{');
    }

    @Override
    public void add(StringBuilder line, String key, String value) {
        addKey(line, key);
        Quoting.append(line, value);
    }

    @Override
    public void add(StringBuilder line, String key, Number value) {
        addKey(line, key);
        line.append(value);
    }

    private static void addKey(StringBuilder line, String key) {
        if (line.length() > 1) {
            line.append(',');
        }
        Quoting.append(line, key);
        line.append(':');
    }

    @Override
    public void end(StringBuilder line) {
        line.append("}\n");
    }
}
