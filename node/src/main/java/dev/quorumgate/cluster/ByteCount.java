package dev.quorumgate.cluster;

import java.util.Locale;

/** Sizes for people. */
public final class ByteCount {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final int STEP = 1024;

    private ByteCount() {}

    /** Such as {@code 12 MiB}: rounded down, with one digit behind the point where there are few in front of it. */
    public static String text(long bytes) {
        int unit = 0;
        long size = bytes;
        long rest = 0;
        while (size >= STEP && unit < UNITS.length - 1) {
            rest = size % STEP;
            size /= STEP;
            unit++;
        }
        long tenths = rest * 10 / STEP;
        return size < 10 && tenths > 0
                ? String.format(Locale.ROOT, "%d.%d %s", size, tenths, UNITS[unit])
                : size + " " + UNITS[unit];
    }
}
