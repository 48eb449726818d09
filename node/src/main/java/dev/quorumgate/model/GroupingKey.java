package dev.quorumgate.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What one push URL names: {@code job} and any number of further labels. Two keys are equal when their label sets are,
 * whatever the order and spelling of the URL. Ordered by job first, then by the other labels in the order of their names.
 *
 * <p>Source: API reference of the original, "The grouping key in the URL".
 */
public final class GroupingKey implements Comparable<GroupingKey> {
    /** The label that every grouping key has. */
    public static final String JOB = "job";

    /** Labels that a key may come with; keys are copied, compared and put on each metric, and people use a handful. */
    public static final int LABELS_MAX = 1000;

    private static final byte ESCAPE = 0;
    private static final byte END = 1;
    private static final byte ESCAPED_NUL = (byte) 0xFF;

    private final List<Label> labels;
    private final byte[] encoded;
    private final long hash;

    private GroupingKey(List<Label> labels, byte[] encoded) {
        this.labels = labels;
        this.encoded = encoded;
        this.hash = Hash64.of(encoded);
    }

    /**
     * The key of these labels, in any order.
     *
     * @throws IllegalArgumentException if a name occurs twice or {@code job} is missing or empty
     */
    public static GroupingKey of(Collection<Label> labels) {
        List<Label> sorted = new ArrayList<>(labels);
        sorted.sort(Label.BY_NAME);
        String job = null;
        for (int i = 0; i < sorted.size(); i++) {
            String name = sorted.get(i).name();
            if (i > 0 && name.equals(sorted.get(i - 1).name())) {
                throw new IllegalArgumentException("grouping label '" + name + "' occurs twice");
            }
            if (name.equals(JOB)) {
                job = sorted.get(i).value();
            }
        }
        if (job == null || job.isEmpty()) {
            throw new IllegalArgumentException("a grouping key needs a job: " + Label.format(sorted));
        }
        return new GroupingKey(List.copyOf(sorted), encode(job, sorted));
    }

    /** As {@link #of(Collection)}, from names to values. */
    public static GroupingKey of(Map<String, String> labels) {
        List<Label> pairs = new ArrayList<>(labels.size());
        new TreeMap<>(labels).forEach((name, value) -> pairs.add(new Label(name, value)));
        return of(pairs);
    }

    /** Reads what {@link #encoded} wrote. */
    public static GroupingKey decode(byte[] encoded) {
        List<String> parts = new ArrayList<>();
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] != ESCAPE) {
                part.write(encoded[i]);
            } else if (++i < encoded.length && encoded[i] == ESCAPED_NUL) {
                part.write(0);
            } else {
                parts.add(part.toString(StandardCharsets.UTF_8));
                part.reset();
            }
        }
        if (parts.size() % 2 == 0) {
            throw new IllegalArgumentException("not an encoded grouping key: " + Arrays.toString(encoded));
        }
        List<Label> labels = new ArrayList<>();
        labels.add(new Label(JOB, parts.get(0)));
        for (int i = 1; i < parts.size(); i += 2) {
            labels.add(new Label(parts.get(i), parts.get(i + 1)));
        }
        return of(labels);
    }

    /** All labels, {@code job} included, sorted by name. */
    public List<Label> labels() {
        return labels;
    }

    /** The value of {@code job}. */
    public String job() {
        for (Label label : labels) {
            if (label.name().equals(JOB)) {
                return label.value();
            }
        }
        throw new IllegalStateException("a key without a job: " + this);
    }

    /** The label names, {@code job} included, sorted. */
    public List<String> names() {
        return labels.stream().map(Label::name).toList();
    }

    /** Whether a label of this name is part of the key. */
    public boolean has(String name) {
        return Collections.binarySearch(labels, new Label(name, ""), Label.BY_NAME) >= 0;
    }

    /**
     * The key as bytes whose unsigned order is the order of keys: job, then name and value of each other label, each
     * string in UTF-8 with 00 as 00 FF and ended by 00 01. The caller must not change the array.
     */
    public byte[] encoded() {
        return encoded;
    }

    /** {@link Hash64} of the encoded key. */
    public long hash64() {
        return hash;
    }

    @Override
    public int compareTo(GroupingKey other) {
        return Arrays.compareUnsigned(encoded, other.encoded);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof GroupingKey key && Arrays.equals(encoded, key.encoded));
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash);
    }

    /** For people: {@code {job="a",zone="eu"}}. */
    @Override
    public String toString() {
        return Label.format(labels);
    }

    private static byte[] encode(String job, List<Label> sorted) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(sorted.size() * 24);
        writePart(out, job);
        for (Label label : sorted) {
            if (!label.name().equals(JOB)) {
                writePart(out, label.name());
                writePart(out, Objects.requireNonNull(label.value()));
            }
        }
        return out.toByteArray();
    }

    private static void writePart(ByteArrayOutputStream out, String part) {
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            out.write(b);
            if (b == 0) {
                out.write(ESCAPED_NUL);
            }
        }
        out.write(ESCAPE);
        out.write(END);
    }
}
