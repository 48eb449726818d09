package dev.quorumgate.cli.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a report is written. */
public enum Format {
    TABLE {
        @Override
        public String write(Report report, boolean isColoured) {
            return Table.write(report, isColoured);
        }
    },
    JSON {
        @Override
        public String write(Report report, boolean isColoured) {
            return Json.write(tree(report));
        }
    },
    YAML {
        @Override
        public String write(Report report, boolean isColoured) {
            return Yaml.write(tree(report));
        }
    };

    /** The report as text, with a line feed at its end. */
    public abstract String write(Report report, boolean isColoured);

    private static Map<String, @Nullable Object> tree(Report report) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        report.facts().forEach(fact -> tree.put(fact.key(), fact.value().data()));
        for (Report.Section section : report.sections()) {
            List<Object> rows = new ArrayList<>();
            for (List<Cell> cells : section.rows) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (int i = 0; i < cells.size(); i++) {
                    row.put(section.columns.get(i).key(), cells.get(i).data());
                }
                rows.add(row);
            }
            tree.put(section.key, rows);
        }
        return tree;
    }
}
