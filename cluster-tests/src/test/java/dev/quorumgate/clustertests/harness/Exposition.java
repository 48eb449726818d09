package dev.quorumgate.clustertests.harness;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The samples of a scrape in text format, by series as it is written there. */
public record Exposition(Map<String, Double> samples) {
    public Exposition {
        samples = Collections.unmodifiableMap(samples);
    }

    /** Reads what a node wrote. A line that is no sample of the form {@code series value}, or comes twice, is an error. */
    public static Exposition parse(String text) {
        Map<String, Double> samples = new LinkedHashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int blank = line.lastIndexOf(' ');
            if (blank < 0 || samples.put(line.substring(0, blank), number(line.substring(blank + 1))) != null) {
                throw new IllegalArgumentException("not a sample, or a second one of its series: '" + line + "'");
            }
        });
        return new Exposition(samples);
    }

    /** The value of a series in its canonical spelling. */
    public double value(String series) {
        Double value = samples.get(series);
        if (value == null) {
            throw new IllegalArgumentException("no series '" + series + "' among " + samples.keySet());
        }
        return value;
    }

    /** The value of the one series of a metric. */
    public double valueOf(String metric) {
        return samples.entrySet().stream()
                .filter(sample ->
                        sample.getKey().equals(metric) || sample.getKey().startsWith(metric + "{"))
                .map(Map.Entry::getValue)
                .reduce((one, other) -> {
                    throw new IllegalArgumentException(metric + " has several series");
                })
                .orElseThrow(() -> new IllegalArgumentException("no metric '" + metric + "'"));
    }

    static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
