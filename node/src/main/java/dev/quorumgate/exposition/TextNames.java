package dev.quorumgate.exposition;

/** Reads the names of metrics and labels, quoted or not. The syntax comes first; whether the name is allowed is asked after. */
final class TextNames {
    private final TextScanner scanner;
    private final NameRules rules;

    TextNames(TextScanner scanner, NameRules rules) {
        this.scanner = scanner;
        this.rules = rules;
    }

    /** Reads a metric name; the token is empty if there is none. */
    Token readMetricName() throws MalformedPushException {
        return scanner.peek() == '"' ? readQuoted("metric") : scanner.readPlainName(true);
    }

    /** Reads a label name; the token is empty if there is none. */
    Token readLabelName() throws MalformedPushException {
        return scanner.peek() == '"' ? readQuoted("label") : scanner.readPlainName(false);
    }

    /** The token as metric name. */
    String metricName(Token token) throws MalformedPushException {
        String name = token.text();
        if (name == null || !rules.allowsMetric(name)) {
            throw scanner.error("invalid metric name ", token);
        }
        return name;
    }

    /** The token as label name. */
    String labelName(Token token) throws MalformedPushException {
        String name = token.text();
        if (name == null || !rules.allowsLabel(name)) {
            throw scanner.error("invalid label name ", token);
        }
        return name;
    }

    private Token readQuoted(String kind) throws MalformedPushException {
        scanner.skip();
        Token name = scanner.readEscaped('"');
        if (scanner.atLineEnd()) {
            throw scanner.error(kind + " name " + name.quoted() + " contains unescaped new-line");
        }
        scanner.skip();
        return name;
    }
}
