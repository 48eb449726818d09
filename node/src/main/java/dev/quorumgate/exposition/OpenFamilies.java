package dev.quorumgate.exposition;

import dev.quorumgate.model.PushedFamily;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The families of a body of text 0.0.4 while it is read, by the names of their samples.
 *
 * <p>Source: API reference of the original, "Text format", rules 12, 13 and 28.
 */
final class OpenFamilies implements SampleFamilies<OpenFamily> {
    private final TextScanner where;
    private final List<OpenFamily> inOrder = new ArrayList<>();

    /** A summary or histogram is also here under the names of its parts, once they have occurred. */
    private final Map<String, OpenFamily> bySampleName = new HashMap<>();

    OpenFamilies(TextScanner where) {
        this.where = where;
    }

    @Override
    public OpenFamily of(String sampleName) {
        OpenFamily family = bySampleName.get(sampleName);
        if (family == null) {
            family = ownerOfPart(sampleName);
            if (family == null) {
                family = new OpenFamily(sampleName, where);
                inOrder.add(family);
            }
            bySampleName.put(sampleName, family);
        }
        return family;
    }

    /** The families that have samples, in the order in which they appeared. */
    List<PushedFamily> close() throws MalformedPushException {
        List<PushedFamily> families = new ArrayList<>(inOrder.size());
        for (OpenFamily family : inOrder) {
            if (family.hasSamples()) {
                families.add(family.close());
            }
        }
        return families;
    }

    private @Nullable OpenFamily ownerOfPart(String name) {
        OpenFamily owner = familyBefore(SamplePart.SUM_SUFFIX, name);
        if (owner == null) {
            owner = familyBefore(SamplePart.COUNT_SUFFIX, name);
        }
        if (owner != null && owner.type().hasSumAndCount()) {
            return owner;
        }
        owner = familyBefore(SamplePart.BUCKET_SUFFIX, name);
        return owner != null && owner.type().hasBuckets() ? owner : null;
    }

    private @Nullable OpenFamily familyBefore(String suffix, String name) {
        if (!name.endsWith(suffix)) {
            return null;
        }
        String base = name.substring(0, name.length() - suffix.length());
        OpenFamily family = bySampleName.get(base);
        return family != null && family.name().equals(base) ? family : null;
    }
}
