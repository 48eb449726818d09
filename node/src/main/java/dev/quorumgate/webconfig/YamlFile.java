package dev.quorumgate.webconfig;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/** YAML 1.1, as the original reads it; as nodes, which know where they stand. No objects are made of it. */
final class YamlFile {
    private static final int NESTING_MAX = 20;

    private YamlFile() {}

    /** The mapping that the file is; empty if there is nothing in it, or if it is something else, which is a finding. */
    static Optional<Section> root(String text, Path file, Findings findings) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(NESTING_MAX);
        try {
            Node node = new Yaml(options).compose(new StringReader(text));
            if (node == null || node.getTag().equals(Tag.NULL)) {
                return Optional.empty();
            }
            if (node instanceof MappingNode mapping) {
                return Optional.of(new Section(file, mapping, findings));
            }
            findings.problem(Place.of(file, node), "expected keys with values, such as 'basic_auth_users:'");
        } catch (MarkedYAMLException e) {
            findings.problem(
                    e.getProblemMark() == null ? Place.beginOf(file) : Place.of(file, e.getProblemMark()),
                    "this is not YAML: " + reason(e));
        } catch (ReaderException e) {
            findings.problem(
                    placeOf(text, e.getPosition(), file),
                    "this is not YAML: the character U+%04X is not allowed".formatted(e.getCodePoint()));
        } catch (YAMLException e) {
            findings.problem(Place.beginOf(file), "this is not YAML: it is too large or nested too deeply");
        }
        return Optional.empty();
    }

    /** The parser's own words; they quote no more than a character, or the name of an alias, which an unquoted secret may look like. */
    private static String reason(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        return problem.startsWith("found undefined alias")
                ? "what begins with * refers to something that is not there; put it in quotes"
                : problem.replaceAll("[\\p{Cntrl}\\x{85}\\x{2028}\\x{2029}]", "?"); // it may quote one character
    }

    private static Place placeOf(String text, int position, Path file) {
        String before = text.substring(0, Math.min(text.length(), position));
        int line = (int) before.chars().filter(each -> each == '\n').count();
        return new Place(file, line + 1, before.length() - before.lastIndexOf('\n'));
    }
}
