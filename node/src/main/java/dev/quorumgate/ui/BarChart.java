package dev.quorumgate.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Buckets as bars side by side, each as wide as the others and as high as its count.
 *
 * @param width of the drawing, in its own units
 * @param first names the first bar, and {@code last} the last one; empty where there is no room for that
 * @param text what it shows, for who cannot see it
 */
public record BarChart(int width, int height, List<Bar> bars, String first, String last, String text) {
    private static final int HEIGHT = 56;
    private static final int NAMES_HEIGHT = 14;
    private static final int NAMED_WIDTH_MIN = 160;
    private static final int WIDTH_MAX = 480;
    private static final int BARS_MAX = 160;
    private static final int BAR_WIDTH_MIN = 3;
    private static final int BAR_WIDTH_MAX = 28;

    /** A bar; {@code title} names the bucket and its count. */
    public record Bar(String x, String y, String width, String height, String title) {}

    /** Draws buckets, of which there is one at least; where there are too many, neighbours share a bar. */
    static BarChart of(List<Bucket> buckets) {
        List<Bucket> drawn = Bucket.merged(buckets, BARS_MAX);
        int step = Math.max(BAR_WIDTH_MIN, Math.min(BAR_WIDTH_MAX, WIDTH_MAX / drawn.size()));
        double most = drawn.stream().mapToDouble(Bucket::count).max().orElse(0);
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            Bucket bucket = drawn.get(i);
            double share = most > 0 && bucket.count() > 0 ? bucket.count() / most : 0;
            // What is not empty is seen.
            double height = share == 0 ? 0 : Math.max(1, share * HEIGHT);
            bars.add(new Bar(
                    Integer.toString(i * step),
                    decimal(HEIGHT - height),
                    Integer.toString(step - 1),
                    decimal(height),
                    bucket.bounds() + ": " + Format.value(bucket.count())));
        }
        int width = drawn.size() * step;
        boolean named = width >= NAMED_WIDTH_MIN;
        return new BarChart(
                width,
                named ? HEIGHT + NAMES_HEIGHT : HEIGHT,
                bars,
                named ? drawn.get(0).bounds() : "",
                named ? drawn.get(drawn.size() - 1).bounds() : "",
                text(drawn));
    }

    private static String text(List<Bucket> buckets) {
        Bucket highest = buckets.get(0);
        for (Bucket bucket : buckets) {
            highest = bucket.count() > highest.count() ? bucket : highest;
        }
        return "Histogram of " + Format.count(buckets.size(), "bucket") + "; most observations, "
                + Format.value(highest.count()) + ", are in " + highest.bounds();
    }

    /** The share of {@code value} in {@code most}, in percent; empty text where that has no meaning. */
    static String percent(double value, double most) {
        return Double.isFinite(value) && Double.isFinite(most) && most > 0
                ? decimal(Math.min(100, 100 * Math.abs(value) / most))
                : "0";
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
