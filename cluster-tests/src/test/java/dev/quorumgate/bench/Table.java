package dev.quorumgate.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measurements by row and column, shown as medians and as ratios to one column, in Markdown. */
final class Table {
    private final String reference;
    private final List<String> columns;
    private final Map<String, Map<String, List<Double>>> rows = new LinkedHashMap<>();

    /** @param reference the column that the others are divided by */
    Table(String reference, String... columns) {
        this.reference = reference;
        this.columns = Arrays.asList(columns);
    }

    void add(String row, String column, double value) {
        rows.computeIfAbsent(row, name -> new LinkedHashMap<>())
                .computeIfAbsent(column, name -> new ArrayList<>())
                .add(value);
    }

    /** Of what was measured; nothing was: 0. */
    double median(String row, String column) {
        List<Double> values = values(row, column).stream().sorted().toList();
        if (values.isEmpty()) {
            return 0;
        }
        int middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    private List<Double> values(String row, String column) {
        return rows.getOrDefault(row, Map.of()).getOrDefault(column, List.of());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("| measure |");
        columns.forEach(column -> text.append(' ').append(column).append(" |"));
        text.append("\n| --- |").append(" ---: |".repeat(columns.size())).append('\n');
        for (String row : rows.keySet()) {
            text.append("| ").append(row).append(" |");
            columns.forEach(column -> text.append(' ').append(cell(row, column)).append(" |"));
            text.append('\n');
        }
        return text.toString();
    }

    /** Median, and in parentheses how many times the reference's it is. */
    private String cell(String row, String column) {
        if (values(row, column).isEmpty()) {
            return "–";
        }
        double value = median(row, column);
        double other = median(row, reference);
        return column.equals(reference) || other == 0
                ? number(value)
                : number(value) + " (×" + number(value / other) + ")";
    }

    /** Three digits, or all of a large number. */
    static String number(double value) {
        int decimals = value >= 100 || value == 0 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
