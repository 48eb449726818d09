package dev.quorumgate.scrape;

import com.github.luben.zstd.util.Native;
import java.io.IOException;
import java.io.OutputStream;

/** How an answer is compressed. */
public enum Compression {
    IDENTITY {
        @Override
        Sink sink(OutputStream out) {
            return Sink.identity(out);
        }
    },
    GZIP {
        @Override
        Sink sink(OutputStream out) throws IOException {
            return new GzipSink(out);
        }
    },
    ZSTD {
        @Override
        public boolean isAvailable() {
            return Zstd.LOADED;
        }

        @Override
        Sink sink(OutputStream out) {
            return new ZstdSink(out);
        }
    };

    /** Whether this machine can do it; what is native code may be missing for it. */
    public boolean isAvailable() {
        return true;
    }

    abstract Sink sink(OutputStream out) throws IOException;

    /** Loaded when the first scraper asks for it: few do. */
    private static final class Zstd {
        static final boolean LOADED = load();

        private static boolean load() {
            try {
                Native.load();
                return Native.isLoaded();
            } catch (UnsatisfiedLinkError | ExceptionInInitializerError e) {
                return false; // no build for this machine, or no folder to unpack it in; there is gzip
            }
        }
    }
}
