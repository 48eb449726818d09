package dev.quorumgate.cli.output;

import java.util.ArrayList;
import java.util.List;

/**
 * What a verb has to show: single facts, then tables. Programs get the same tree as JSON or YAML, in which a fact has its key
 * at the top level and a table is a list of objects.
 */
public final class Report {
    private final List<Fact> facts = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();

    /**
     * One fact.
     *
     * @param key for programs: snake_case
     * @param label for people
     */
    record Fact(String key, String label, Cell value) {}

    /** One table, built row by row. */
    public static final class Section {
        final String key;
        final List<Column> columns = new ArrayList<>();
        final List<List<Cell>> rows = new ArrayList<>();

        private Section(String key) {
            this.key = key;
        }

        /** Adds a column of words. */
        public Section column(String key) {
            columns.add(new Column(key, header(key), false));
            return this;
        }

        /** Adds a column of words, with a header that is not its key. */
        public Section column(String key, String header) {
            columns.add(new Column(key, header, false));
            return this;
        }

        /** Adds a column of numbers, whose ends are one below the other. */
        public Section number(String key) {
            columns.add(new Column(key, header(key), true));
            return this;
        }

        /** Adds a column of numbers, with a header that is not its key. */
        public Section number(String key, String header) {
            columns.add(new Column(key, header, true));
            return this;
        }

        /** Adds a row, with a cell for each column. */
        public Section row(Cell... cells) {
            if (cells.length != columns.size()) {
                throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
            }
            rows.add(List.of(cells));
            return this;
        }

        private static String header(String key) {
            return key.toUpperCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    record Column(String key, String header, boolean isNumber) {}

    /** Adds a fact whose label is its key with blanks. */
    public Report fact(String key, Cell value) {
        return fact(key, key.replace('_', ' '), value);
    }

    public Report fact(String key, String label, Cell value) {
        facts.add(new Fact(key, label, value));
        return this;
    }

    /** Begins a table; {@code key} is the plural of what its rows are. */
    public Section section(String key) {
        Section section = new Section(key);
        sections.add(section);
        return section;
    }

    List<Fact> facts() {
        return facts;
    }

    List<Section> sections() {
        return sections;
    }
}
