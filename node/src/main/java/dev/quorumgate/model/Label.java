package dev.quorumgate.model;

import java.util.Comparator;
import java.util.List;

/**
 * A label name and its value, both {@linkplain Utf16#isWellFormed well-formed}. The value may be empty, which is not the same as
 * no label.
 */
public record Label(String name, String value) {
    /** By name, in the order in which labels are kept and exposed. */
    public static final Comparator<Label> BY_NAME = Comparator.comparing(Label::name, CodePointOrder.INSTANCE);

    /** Characters of a label set at which {@link #format} cuts it off: a label value may be megabytes long. */
    private static final int FORMAT_LENGTH_MAX = 1000;

    public Label {
        Utf16.requireWellFormed(name);
        Utf16.requireWellFormed(value);
    }

    /** A label set as people write it, {@code {job="a",zone="eu"}}, cut off when very long. */
    public static String format(List<Label> labels) {
        StringBuilder text = new StringBuilder("{");
        for (Label label : labels) {
            if (text.length() > 1) {
                text.append(',');
            }
            text.append(label.name).append("=\"");
            appendEscaped(text, label.value);
            text.append('"');
            if (text.length() > FORMAT_LENGTH_MAX) {
                break;
            }
        }
        if (text.length() > FORMAT_LENGTH_MAX) {
            int end = Character.isHighSurrogate(text.charAt(FORMAT_LENGTH_MAX - 1))
                    ? FORMAT_LENGTH_MAX - 1
                    : FORMAT_LENGTH_MAX;
            text.setLength(end);
            return text.append("…}").toString();
        }
        return text.append('}').toString();
    }

    private static void appendEscaped(StringBuilder text, String value) {
        for (int i = 0; i < value.length() && text.length() <= FORMAT_LENGTH_MAX; i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                default -> text.append(c);
            }
        }
    }
}
