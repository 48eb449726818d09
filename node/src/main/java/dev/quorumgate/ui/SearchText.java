package dev.quorumgate.ui;

import dev.quorumgate.api.InvalidParameterException;
import dev.quorumgate.api.SelectorParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What people type to find groups: matchers as PromQL writes them, or any text that a label value contains.
 *
 * @param typed as it was typed
 */
public record SearchText(String typed) {
    /** How a matcher begins; what begins so and goes on wrongly is a mistake to be told, not a text. */
    private static final Pattern MATCHER =
            Pattern.compile("\\s*(\\{|([A-Za-z_][A-Za-z0-9_]*|\"[^\"]*\")\\s*(=|!=|!~)).*", Pattern.DOTALL);

    public boolean isEmpty() {
        return typed.isBlank();
    }

    /** Whether it is meant as matchers rather than as text. */
    public boolean isMatchers() {
        return MATCHER.matcher(typed).matches();
    }

    /** As parameters of {@code /api/v2/groups}. */
    public Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new TreeMap<>();
        if (!isEmpty()) {
            parameters.put(isMatchers() ? SelectorParser.PARAMETER : "q", List.of(typed.strip()));
        }
        return parameters;
    }

    /** Matchers that say of one label what this text says of any; empty where that would be too much of a pattern. */
    Optional<String> asMatcher(String label) {
        String text = typed.strip();
        String pattern = isPlain(text) ? "(?i).*" + text + ".*" : ".*" + inBothCases(text) + ".*";
        String matcher = label + "=~\"" + pattern.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        try {
            SelectorParser.selector(List.of(matcher));
            return Optional.of(matcher);
        } catch (InvalidParameterException e) {
            return Optional.empty();
        }
    }

    /** Whether it stands for itself in a pattern, also in one that ignores case, which takes nothing beyond ASCII. */
    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> isAsciiLetterOrDigit(c) || c == '_' || c == '-' || c == ' ');
    }

    private static boolean isAsciiLetterOrDigit(int c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }

    private static String inBothCases(String text) {
        StringBuilder pattern = new StringBuilder();
        text.codePoints().forEach(c -> {
            int lower = Character.toLowerCase(c);
            int upper = Character.toUpperCase(c);
            if (lower != upper) {
                pattern.append('[')
                        .appendCodePoint(lower)
                        .appendCodePoint(upper)
                        .append(']');
            } else if (c < 0x80 && !isAsciiLetterOrDigit(c)) {
                pattern.append('\\').appendCodePoint(c);
            } else {
                pattern.appendCodePoint(c);
            }
        });
        return pattern.toString();
    }
}
