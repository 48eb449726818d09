package dev.quorumgate.exposition;

/** What to do about mistakes that people make with texts, most of them in a shell: the last line of an error text. */
final class Advice {
    static final String NO_LINE_FEED = "each line must end in a line feed, the last one too;"
            + " curl -d drops line feeds of a file, --data-binary keeps them; echo adds one, printf does not";

    static final String CR_LF = "the line ends in CR LF, as on Windows; the format wants LF alone:"
            + " send the body through tr -d '\\r' or dos2unix, or open the file with newline=\"\\n\"";

    static final String TYPES =
            "types are counter, gauge, histogram, summary and untyped, without anything behind them;"
                    + " those of OpenMetrics need Content-Type: application/openmetrics-text; version=1.0.0"
                    + " and # EOF as the last line";

    static final String ONE_TYPE = "a metric has one TYPE line, before its samples";

    static final String NO_TIMESTAMP = "behind the value comes the line feed, no blank and no comment;"
            + " a timestamp is a number of milliseconds, and pushes must not have one anyway";

    static final String PLAIN_NAMES =
            "plain names have letters, digits and underscores (metric names colons too), and no"
                    + " digit first; others stand in quotes, as in {\"my-metric\",\"my-label\"=\"1\"} 1, where --push.enable-utf8-names is on";

    static final String LABEL_VALUE = "a label value stands in double quotes;"
            + " in a shell put the body between single quotes, or write each of its quotes as \\\"";

    static final String UNKNOWN_ENCODING =
            "its Content-Encoding is not known here, so that the body was read as it came;"
                    + " gzip and snappy are known";

    static final String HALF_PROTOBUF = "it was read as text: protobuf is what says Content-Type:"
            + " application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

    private Advice() {}

    /** For what is no number where one should be. */
    static String insteadOfNumber(String token) {
        if (token.isEmpty()) {
            return "there is no value; was a variable of the shell empty?";
        }
        char first = token.charAt(0);
        if (first == '$') {
            return "the shell does not replace variables between single quotes";
        }
        if (first == '"') {
            return "numbers stand without quotes";
        }
        if (token.matches("[+-]?[0-9.]+,[0-9]+")) {
            return "the decimal separator is a point; LC_ALL=C makes programs write it";
        }
        if (first == '{' || first == '_' || Character.isLetter(first) || token.matches("[+-]?[0-9].*")) {
            return "values are decimal numbers such as 1, 0.5, 1e3, NaN, +Inf, -Inf, without a unit";
        }
        return PLAIN_NAMES;
    }

    /** For a line that begins with what no name begins with. */
    static String insteadOfName(byte[] body, int at, int end) {
        if (startsWith(body, at, end, 0xEF, 0xBB, 0xBF)) {
            return "the body begins with a byte order mark; save it as UTF-8 without one";
        }
        if (startsWith(body, at, end, 0xFF, 0xFE) || startsWith(body, at, end, 0xFE, 0xFF)) {
            return "the body is UTF-16, as PowerShell's > writes it; the format wants UTF-8";
        }
        if (startsWith(body, at, end, 0x1F, 0x8B)) {
            return "the body is compressed; say so with the header Content-Encoding: gzip";
        }
        if (startsWith(body, at, end, '@')) {
            return "is this the name of a file? curl reads it with --data-binary @FILE, not with --data-raw";
        }
        return "a line is NAME VALUE or NAME{LABEL=\"VALUE\"} VALUE; comments begin with #";
    }

    private static boolean startsWith(byte[] body, int at, int end, int... start) {
        if (end - at < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if ((body[at + i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
