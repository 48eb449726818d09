package dev.quorumgate.exposition;

/**
 * Reads what lines consist of: names of metrics and labels, quoted or not, values of labels, help texts, numbers. The syntax
 * of a name comes first; whether it is allowed is asked after.
 */
final class TextStrings {
    private final TextScanner scanner;
    private final NameRules rules;

    TextStrings(TextScanner scanner, NameRules rules) {
        this.scanner = scanner;
        this.rules = rules;
    }

    /** Reads a metric name; the token is empty if there is none. */
    Token readMetricName() throws MalformedPushException {
        return scanner.peek() == '"' ? readQuoted("metric name") : scanner.readPlainName(true);
    }

    /** Reads a label name; the token is empty if there is none. */
    Token readLabelName() throws MalformedPushException {
        return scanner.peek() == '"' ? readQuoted("label name") : scanner.readPlainName(false);
    }

    /** Reads a label value and the blanks before it. */
    Token readLabelValue() throws MalformedPushException {
        scanner.skipBlanks();
        if (scanner.peek() != '"') {
            throw scanner.error(
                    "expected '\"' at start of label value, found " + GoQuote.quoteByte(scanner.peek()),
                    Advice.LABEL_VALUE);
        }
        return readQuoted("label value");
    }

    /** Reads the help text of a metric up to the line feed. */
    String readHelp(String metricName) throws MalformedPushException {
        Token token = scanner.readEscaped('\n');
        String text = token.text();
        if (text == null) {
            throw scanner.error(
                    "help text of metric " + GoQuote.quote(metricName) + " is not UTF-8: " + token.quoted());
        }
        return text;
    }

    /** Reads a number up to the next blank or line feed. */
    double readFloat(String what) throws MalformedPushException {
        Token token = scanner.readWord();
        try {
            return token.toFloat();
        } catch (NotAFloatException e) {
            String text = token.text();
            throw scanner.error(
                    "expected float as " + what + ", got ", token, text == null ? "" : Advice.insteadOfNumber(text));
        }
    }

    /** Reads a time in Unix seconds. */
    double readTime() throws MalformedPushException {
        double seconds = readFloat("timestamp");
        if (!Timestamps.fits(seconds)) {
            throw scanner.error("expected Unix seconds as timestamp, got " + Decimals.format(seconds));
        }
        return seconds;
    }

    /** The token as metric name. */
    String metricName(Token token) throws MalformedPushException {
        String name = token.text();
        if (name == null || !rules.allowsMetric(name)) {
            throw scanner.error("invalid metric name ", token, Advice.PLAIN_NAMES);
        }
        return name;
    }

    /** The token as label name. */
    String labelName(Token token) throws MalformedPushException {
        String name = token.text();
        if (name == null || !rules.allowsLabel(name)) {
            throw scanner.error("invalid label name ", token, Advice.PLAIN_NAMES);
        }
        return name;
    }

    private Token readQuoted(String kind) throws MalformedPushException {
        scanner.skip();
        Token text = scanner.readEscaped('"');
        if (scanner.atLineEnd()) {
            throw scanner.error(
                    kind + " " + text.quoted() + " contains unescaped new-line",
                    "a closing quote is missing, or a line feed that should be written \\n");
        }
        scanner.skip();
        return text;
    }
}
