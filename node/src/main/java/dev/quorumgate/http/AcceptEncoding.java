package dev.quorumgate.http;

import dev.quorumgate.scrape.Compression;
import java.util.Locale;

/**
 * What an {@code Accept-Encoding} header asks for: gzip or zstd, if it is named with a quality above zero and not below that of a
 * named identity; of the two the one with the higher quality, and gzip where they are equal, because its pieces are the ones
 * that are likely to be at hand. {@code *} names nothing.
 *
 * <p>Source: API reference of the original, "Negotiation"; it offers gzip alone.
 */
final class AcceptEncoding {
    private double gzip;
    private double zstd;
    private double identity;

    private AcceptEncoding(String header) {
        for (String clause : header.split(",", -1)) {
            read(clause);
        }
    }

    /** The compression for a header; empty for none. */
    static Compression preferred(String header) {
        return new AcceptEncoding(header).preferred();
    }

    private void read(String clause) {
        String[] parts = clause.split(";", -1);
        double quality = 1;
        for (String parameter : parts) {
            String stripped = parameter.strip();
            if (stripped.startsWith("q=")) {
                quality = qualityOf(stripped.substring(2));
            }
        }
        switch (parts[0].strip().toLowerCase(Locale.ROOT)) {
            case "gzip" -> gzip = quality;
            case "zstd" -> zstd = quality;
            case "identity" -> identity = quality;
            default -> {}
        }
    }

    private Compression preferred() {
        if (zstd > gzip && zstd > identity && Compression.ZSTD.isAvailable()) {
            return Compression.ZSTD;
        }
        return gzip > 0 && gzip > identity ? Compression.GZIP : Compression.IDENTITY;
    }

    private static double qualityOf(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
