package dev.quorumgate.store;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/** Options of the database, all that matter spelled out. It is written by one thread and read only at a start. */
final class RocksSettings {
    private static final long MEMTABLE_BYTES = 16L << 20;
    private static final int MEMTABLES = 2;
    private static final long BLOCK_CACHE_BYTES = 4L << 20;

    private RocksSettings() {}

    static Options options() {
        // The options keep the cache itself; closed here is the handle to it.
        try (LRUCache cache = new LRUCache(BLOCK_CACHE_BYTES)) {
            return options(cache);
        }
    }

    private static Options options(LRUCache cache) {
        return new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(MEMTABLE_BYTES)
                .setMaxWriteBufferNumber(MEMTABLES)
                .setMaxBackgroundJobs(2)
                .setAllowConcurrentMemtableWrite(false)
                .setEnableWriteThreadAdaptiveYield(false)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache))
                .setMaxOpenFiles(256)
                // The open database is thrown away at the next start, so there is no point in saving it at a stop.
                .setAvoidFlushDuringShutdown(true)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0);
    }
}
