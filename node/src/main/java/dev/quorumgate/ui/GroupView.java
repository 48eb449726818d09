package dev.quorumgate.ui;

import dev.quorumgate.exposition.ByteBuilder;
import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.exposition.TextDialect;
import dev.quorumgate.exposition.TextEncoder;
import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.HeldFamily;
import dev.quorumgate.model.FamilyMetadata;
import dev.quorumgate.model.MetricFamily;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A group opened.
 *
 * @param lastFailure whether or not a push has succeeded since
 * @param lastSource which host replaced the group last; empty if unknown
 * @param rival another host that replaces it in turn
 * @param families as many as are shown
 * @param text of the exposition, as far as it is shown
 * @param textIsWhole whether that is all of it
 */
public record GroupView(
        GroupRow row,
        Optional<GroupRow.Failure> lastFailure,
        String lastSource,
        Optional<String> rival,
        List<FamilyView> families,
        String text,
        boolean textIsWhole) {
    private static final int FAMILIES_MAX = 150;

    /** Series, quantiles and buckets: what makes a page long. */
    private static final int LINES_MAX = 350;

    private static final int LINES_PER_FAMILY_MAX = 200;
    private static final int SMALL_FAMILIES = 4;
    private static final int SMALL_SERIES = 20;
    private static final int TEXT_BYTES_MAX = 16 << 10;

    static GroupView of(Groups view, Group group, NameRules names) {
        List<FamilyView> families = new ArrayList<>();
        int room = LINES_MAX;
        List<HeldFamily> held = held(view, group);
        for (HeldFamily each : held.subList(0, Math.min(held.size(), FAMILIES_MAX))) {
            FamilyView family = FamilyView.of(each, group.key(), Math.min(room, LINES_PER_FAMILY_MAX));
            room -= family.lines();
            families.add(family);
        }
        ByteBuilder text = new ByteBuilder(TEXT_BYTES_MAX);
        boolean whole = appendText(text, held, TEXT_BYTES_MAX);
        return new GroupView(
                GroupRow.of(view, group, names),
                group.failure().timeNanos() == 0 ? Optional.empty() : Optional.of(GroupRow.Failure.of(group.failure())),
                group.sources().last(),
                group.sources().rival(),
                families,
                new String(text.array(), 0, text.length(), StandardCharsets.UTF_8),
                whole);
    }

    /** All of a group in the text format. */
    public static byte[] text(Groups view, Group group) {
        ByteBuilder text = new ByteBuilder(4096);
        appendText(text, held(view, group), Integer.MAX_VALUE);
        return text.toByteArray();
    }

    private static List<HeldFamily> held(Groups view, Group group) {
        return group.familyNames().stream()
                .flatMap(name -> view.family(group.key(), name).stream())
                .toList();
    }

    /** Appends whole families for as long as there is room for so many bytes; false if some are missing then. */
    private static boolean appendText(ByteBuilder text, List<HeldFamily> families, int bytesMax) {
        for (HeldFamily held : families) {
            MetricFamily family = held.family();
            FamilyMetadata metadata = family.metadata();
            int before = text.length();
            if ((long) before + family.metrics().length > bytesMax) {
                return false; // without writing it: what is stored is shorter than its text
            }
            TextDialect.PROMETHEUS.appendHeader(
                    text, metadata.name(), metadata.help(), metadata.unit(), metadata.type());
            new TextEncoder(text, metadata.name(), TextDialect.PROMETHEUS).append(family);
            if (text.length() > bytesMax) {
                text.cutTo(before);
                return false;
            }
        }
        return true;
    }

    /** Whether there is so little in it that all of it is shown at once. */
    public boolean isSmall() {
        return row.families() <= SMALL_FAMILIES && row.size().series() <= SMALL_SERIES;
    }

    public int hiddenFamilies() {
        return row.families() - families.size();
    }
}
