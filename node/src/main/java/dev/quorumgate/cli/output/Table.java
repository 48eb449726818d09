package dev.quorumgate.cli.output;

import java.util.ArrayList;
import java.util.List;

/** A report for people: a line for each fact, then the tables. */
final class Table {
    private static final String GAP = "  ";

    private Table() {}

    static String write(Report report, boolean isColoured) {
        StringBuilder text = new StringBuilder();
        int labels = report.facts().stream()
                .mapToInt(fact -> width(fact.label()))
                .max()
                .orElse(0);
        for (Report.Fact fact : report.facts()) {
            text.append(fact.label())
                    .append(" ".repeat(labels - width(fact.label())))
                    .append(GAP);
            text.append(painted(fact.value(), isColoured)).append('\n');
        }
        for (Report.Section section : report.sections()) {
            if (!section.rows.isEmpty()) {
                text.append(text.length() == 0 ? "" : "\n");
                append(text, section, isColoured);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Report.Section section, boolean isColoured) {
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < section.columns.size(); i++) {
            int column = i;
            int cells = section.rows.stream()
                    .mapToInt(row -> width(shown(row.get(column))))
                    .max()
                    .orElse(0);
            widths.add(Math.max(width(section.columns.get(i).header()), cells));
        }
        List<Cell> header =
                section.columns.stream().map(column -> Cell.of(column.header())).toList();
        append(text, section.columns, header, widths, isColoured);
        section.rows.forEach(row -> append(text, section.columns, row, widths, isColoured));
    }

    private static void append(
            StringBuilder text, List<Report.Column> columns, List<Cell> row, List<Integer> widths, boolean isColoured) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String blanks = " ".repeat(widths.get(i) - width(shown(row.get(i))));
            String cell = painted(row.get(i), isColoured);
            line.append(i == 0 ? "" : GAP);
            line.append(columns.get(i).isNumber() ? blanks + cell : cell + blanks);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static String painted(Cell cell, boolean isColoured) {
        return isColoured ? cell.mood().paint(shown(cell)) : shown(cell);
    }

    /** What nodes and clients have said may hold anything, but must not steer the terminal. */
    private static String shown(Cell cell) {
        StringBuilder text = new StringBuilder();
        cell.text().codePoints().forEach(each -> {
            if (Character.isISOControl(each)) {
                text.append(each == '\n' ? "\\n" : String.format("\\u%04x", each));
            } else {
                text.appendCodePoint(each);
            }
        });
        return text.toString();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
