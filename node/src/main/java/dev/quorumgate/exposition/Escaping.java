package dev.quorumgate.exposition;

import java.util.Optional;

/**
 * How names that are no legacy names are told to a scraper, which asks for one of these in its {@code Accept} header. Legacy
 * names are the same in all of them.
 *
 * <p>Source: API reference of the original, "Negotiation" and "UTF-8 names mode". A label name with a colon, which is no legacy
 * name but which the original takes for one, breaks its scrapes; here it is escaped and quoted like others.
 */
public enum Escaping {
    /** As they are; the text formats quote them. */
    ALLOW_UTF8("allow-utf-8") {
        @Override
        String escape(String name, boolean colonAllowed) {
            return name;
        }
    },

    /** An underscore for each character that legacy names lack. */
    UNDERSCORES("underscores") {
        @Override
        void append(StringBuilder out, int character, boolean isLegacy) {
            out.appendCodePoint(isLegacy ? character : '_');
        }
    },

    /** {@code _dot_} for a dot, two underscores for an underscore and for all others. */
    DOTS("dots") {
        @Override
        void append(StringBuilder out, int character, boolean isLegacy) {
            if (character == '.') {
                out.append("_dot_");
            } else if (character == '_' || !isLegacy) {
                out.append("__");
            } else {
                out.appendCodePoint(character);
            }
        }
    },

    /** So that the name can be told again, see {@link EscapedName}. */
    VALUES("values") {
        @Override
        String prefix() {
            return EscapedName.PREFIX;
        }

        @Override
        void append(StringBuilder out, int character, boolean isLegacy) {
            if (character == '_') {
                out.append("__");
            } else if (isLegacy) {
                out.appendCodePoint(character);
            } else {
                out.append('_').append(Integer.toHexString(character)).append('_');
            }
        }
    };

    private final String word;

    Escaping(String word) {
        this.word = word;
    }

    /** The one that is called so in an {@code Accept} header. */
    static Optional<Escaping> of(String word) {
        for (Escaping each : values()) {
            if (each.word.equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** As the headers call it. */
    public String word() {
        return word;
    }

    /** The name of a metric, for the scraper. */
    public String metricName(String name) {
        return NameRules.LEGACY.allowsMetric(name) ? name : escape(name, true);
    }

    /** The name of a label, for the scraper. */
    public String labelName(String name) {
        return NameRules.LEGACY.allowsLabel(name) ? name : escape(name, false);
    }

    String escape(String name, boolean colonAllowed) {
        StringBuilder escaped = new StringBuilder(prefix());
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            int character = name.codePointAt(i);
            // Counted in the name, not behind the prefix: a digit is escaped wherever the name begins with it.
            boolean legacy = i == 0
                    ? NameRules.isStart(character, colonAllowed)
                    : NameRules.isContinuation(character, colonAllowed);
            append(escaped, character, legacy);
        }
        return escaped.toString();
    }

    /** What an escaped name begins with. */
    String prefix() {
        return "";
    }

    /** Appends what stands for a character; {@code isLegacy} tells whether a legacy name may have it there. */
    void append(StringBuilder out, int character, boolean isLegacy) {
        out.appendCodePoint(character);
    }
}
