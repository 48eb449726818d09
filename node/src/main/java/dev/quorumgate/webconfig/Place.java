package dev.quorumgate.webconfig;

import java.nio.file.Path;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Where something stands in a file; lines and columns count from 1. */
record Place(Path file, int line, int column) {
    static Place of(Path file, Node node) {
        return of(file, node.getStartMark());
    }

    static Place of(Path file, Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    static Place beginOf(Path file) {
        return new Place(file, 1, 1);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
