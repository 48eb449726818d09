package dev.quorumgate.exposition;

import dev.quorumgate.model.Utf16;

/**
 * Which names metrics and labels may have. A setting of the node that takes a push: what it let through, each other node
 * applies and exposes, whatever its own setting.
 */
public enum NameRules {
    /** ASCII letters, digits and underscores, not beginning with a digit; colons too in metric names. */
    LEGACY {
        @Override
        public boolean allowsMetric(String name) {
            return isLegacy(name, true);
        }

        @Override
        public boolean allowsLabel(String name) {
            return isLegacy(name, false);
        }

        @Override
        public String labelInPath(String written) {
            return written;
        }
    },

    /** Any text that is not empty, without halves of surrogate pairs. */
    UTF8 {
        @Override
        public boolean allowsMetric(String name) {
            return !name.isEmpty() && Utf16.isWellFormed(name);
        }

        @Override
        public boolean allowsLabel(String name) {
            return !name.isEmpty() && Utf16.isWellFormed(name);
        }

        @Override
        public String labelInPath(String written) {
            return EscapedName.unescape(written);
        }
    };

    /** Whether a metric may have this name. */
    public abstract boolean allowsMetric(String name);

    /** Whether a label may have this name. */
    public abstract boolean allowsLabel(String name);

    /** The label name that a component of a path stands for, whether it is allowed or not. */
    public abstract String labelInPath(String written);

    /** Whether a legacy name may begin with this character. */
    static boolean isStart(int c, boolean colonAllowed) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c == ':' && colonAllowed);
    }

    /** Whether a legacy name may go on with this character. */
    static boolean isContinuation(int c, boolean colonAllowed) {
        return isStart(c, colonAllowed) || (c >= '0' && c <= '9');
    }

    private static boolean isLegacy(String name, boolean colonAllowed) {
        if (name.isEmpty() || !isStart(name.charAt(0), colonAllowed)) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            if (!isContinuation(name.charAt(i), colonAllowed)) {
                return false;
            }
        }
        return true;
    }
}
