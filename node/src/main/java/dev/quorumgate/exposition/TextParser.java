package dev.quorumgate.exposition;

import dev.quorumgate.model.PushedFamily;
import java.util.List;

/**
 * Reads a push in the text format 0.0.4, as the original reads it. Takes time and memory in proportion to the body, whatever
 * it holds.
 *
 * <p>Source: API reference of the original, "Text format 0.0.4 as really accepted"; the classes that read the kinds of lines
 * name its rules.
 */
public final class TextParser {
    private TextParser() {}

    /**
     * The metric families of a body.
     *
     * @param length how many bytes of the array are the body
     * @return in the order in which they appear, names unique; those without samples are left out
     * @throws MalformedPushException at the first mistake, with its line
     */
    public static List<PushedFamily> parse(byte[] body, int length, NameRules rules) throws MalformedPushException {
        TextScanner scanner = new TextScanner(body, length);
        TextStrings strings = new TextStrings(scanner, rules);
        OpenFamilies families = new OpenFamilies(scanner);
        CommentLine comment = new CommentLine(scanner, strings, families);
        SampleLine sample = new SampleLine(scanner, strings, families);
        while (scanner.startLine()) {
            if (scanner.peek() == '#') {
                comment.read();
            } else if (!scanner.atLineEnd()) {
                sample.read();
            }
            scanner.endLine();
        }
        return families.close();
    }
}
