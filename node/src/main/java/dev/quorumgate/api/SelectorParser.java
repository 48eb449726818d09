package dev.quorumgate.api;

import dev.quorumgate.groups.GroupSelector;
import dev.quorumgate.groups.InvalidSelectorException;
import dev.quorumgate.groups.LabelMatcher;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads label matchers as PromQL writes them: <code>job="x"</code>, <code>zone!~"eu-.*"</code>, several of them separated by
 * commas, with or without braces around them. Strings are in double or single quotes with Go's escapes, or in backquotes.
 */
public final class SelectorParser {
    /** The parameter that holds matchers, and may be repeated. */
    public static final String PARAMETER = "match";

    private static final int LENGTH_MAX = 10_000;

    private final String text;
    private int position;

    private SelectorParser(String text) {
        this.text = text;
    }

    /**
     * The selector of all matchers in a query; that of every group where there are none.
     *
     * @throws InvalidParameterException at the first mistake, with its place
     */
    public static GroupSelector selector(Parameters parameters) throws InvalidParameterException {
        return selector(parameters.all(PARAMETER));
    }

    /** As {@link #selector(Parameters)}, of the texts themselves. */
    public static GroupSelector selector(List<String> texts) throws InvalidParameterException {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (String text : texts) {
            matchers.addAll(new SelectorParser(text).matchers());
        }
        try {
            return GroupSelector.of(matchers);
        } catch (InvalidSelectorException e) {
            throw new InvalidParameterException(PARAMETER, String.valueOf(e.getMessage()));
        }
    }

    private List<LabelMatcher> matchers() throws InvalidParameterException {
        if (text.length() > LENGTH_MAX) {
            throw new InvalidParameterException(
                    PARAMETER, text.length() + " characters of matchers; at most " + LENGTH_MAX + " are possible");
        }
        List<LabelMatcher> matchers = new ArrayList<>();
        boolean braces = takes("{");
        while (!(braces && takes("}"))) {
            matchers.add(matcher());
            boolean more = takes(",");
            if (!more && braces && !takes("}")) {
                throw expected("',' or '}'");
            }
            if (!more) {
                break;
            }
        }
        skipBlanks();
        if (position < text.length()) {
            throw expected(braces ? "nothing behind '}'" : "',' and another matcher");
        }
        return matchers;
    }

    private LabelMatcher matcher() throws InvalidParameterException {
        skipBlanks();
        String name = isQuote() ? string() : identifier();
        LabelMatcher.Operator operator = operator();
        skipBlanks();
        if (!isQuote()) {
            throw expected("a value in quotes, as in " + name + operator.symbol() + "\"value\"");
        }
        try {
            return LabelMatcher.of(name, operator, string());
        } catch (InvalidSelectorException e) {
            throw new InvalidParameterException(PARAMETER, String.valueOf(e.getMessage()));
        }
    }

    private String identifier() throws InvalidParameterException {
        int start = position;
        while (position < text.length() && isNamePart(text.charAt(position), position > start)) {
            position++;
        }
        if (position == start) {
            throw expected("a label name, as in job=\"x\"");
        }
        if (position < text.length() && text.charAt(position) == '{') {
            throw new InvalidParameterException(
                    PARAMETER, mistake("matchers alone: groups are chosen by grouping labels, not by metric names"));
        }
        return text.substring(start, position);
    }

    private static boolean isNamePart(char c, boolean digitAllowed) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (digitAllowed && c >= '0' && c <= '9');
    }

    private LabelMatcher.Operator operator() throws InvalidParameterException {
        if (takes("=~")) {
            return LabelMatcher.Operator.MATCHES;
        }
        if (takes("!~")) {
            return LabelMatcher.Operator.NOT_MATCHES;
        }
        if (takes("!=")) {
            return LabelMatcher.Operator.NOT_EQUAL;
        }
        if (takes("=")) {
            return LabelMatcher.Operator.EQUAL;
        }
        throw expected("=, !=, =~ or !~");
    }

    private boolean isQuote() {
        return position < text.length() && "\"'`".indexOf(text.charAt(position)) >= 0;
    }

    private String string() throws InvalidParameterException {
        int start = position;
        char quote = text.charAt(position++);
        StringBuilder value = new StringBuilder();
        while (position < text.length() && text.charAt(position) != quote) {
            char c = text.charAt(position++);
            if (c == '\\' && quote != '`') {
                value.appendCodePoint(escaped());
            } else {
                value.append(c);
            }
        }
        if (position == text.length()) {
            position = start;
            throw expected("the string that begins here to end with " + quote);
        }
        position++;
        return value.toString();
    }

    private int escaped() throws InvalidParameterException {
        char c = position < text.length() ? text.charAt(position++) : ' ';
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '\\', '"', '\'' -> c;
            case 'x' -> hexadecimal(2);
            case 'u' -> hexadecimal(4);
            case 'U' -> hexadecimal(8);
            default -> {
                position--;
                throw expected("an escape that is known; a backslash itself is written \\\\");
            }
        };
    }

    private int hexadecimal(int digits) throws InvalidParameterException {
        long codePoint = 0;
        for (int i = 0; i < digits; i++) {
            int digit = position < text.length() ? Character.digit(text.charAt(position), 16) : -1;
            if (digit < 0) {
                throw expected(digits + " hexadecimal digits");
            }
            codePoint = codePoint << 4 | digit;
            position++;
        }
        if (codePoint > Character.MAX_CODE_POINT
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
            throw expected("a character of Unicode");
        }
        return (int) codePoint;
    }

    /** Skips {@code symbol}, if it comes next. */
    private boolean takes(String symbol) {
        skipBlanks();
        if (!text.startsWith(symbol, position)) {
            return false;
        }
        position += symbol.length();
        return true;
    }

    private void skipBlanks() {
        while (position < text.length() && " \t\n\r".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private InvalidParameterException expected(String what) {
        return new InvalidParameterException(PARAMETER, mistake(what));
    }

    private String mistake(String expected) {
        String found = position >= text.length()
                ? "the end"
                : "\"" + text.substring(position, Math.min(text.length(), position + 20)) + "\"";
        return "matchers, at character " + (position + 1) + ": expected " + expected + ", found " + found;
    }
}
