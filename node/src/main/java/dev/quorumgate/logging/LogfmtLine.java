package dev.quorumgate.logging;

/** {@code key=value key="a value with blanks"}. */
final class LogfmtLine implements LineFormat {
    @Override
    public void begin(StringBuilder line) {}

    @Override
    public void add(StringBuilder line, String key, String value) {
        if (line.length() > 0) {
            line.append(' ');
        }
        line.append(key).append('=');
        if (isPlain(value)) {
            line.append(value);
        } else {
            Quoting.append(line, value);
        }
    }

    @Override
    public void add(StringBuilder line, String key, Number value) {
        add(line, key, value.toString());
    }

    @Override
    public void end(StringBuilder line) {
        line.append('\n');
    }

    private static boolean isPlain(String value) {
        return !value.isEmpty()
                && value.chars().allMatch(c -> c > ' ' && c != '=' && c != '"' && c != 0x7F && c != '\\');
    }
}
