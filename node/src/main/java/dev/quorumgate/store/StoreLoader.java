package dev.quorumgate.store;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Restorer;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.proto.store.FamilyRecord;
import dev.quorumgate.proto.store.GroupRecord;
import dev.quorumgate.proto.store.MetaRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes a view of the records of a store, and checks on the way that they are what was written. Used once. */
public final class StoreLoader {
    private final String name;
    private final String clusterId;
    private final RecordCursor records;
    private boolean atRecord;

    private StoreLoader(String name, String clusterId, RecordCursor records) {
        this.name = name;
        this.clusterId = clusterId;
        this.records = records;
    }

    /**
     * Reads everything.
     *
     * @param name of the store, for messages: {@code the store in '…'}
     * @param clusterId that it must belong to
     * @throws CorruptStoreException if it is not as it was written, or was written for another cluster
     * @throws NewerFormatException if a newer version wrote it
     */
    public static GroupStore.Content load(String name, String clusterId, RecordCursor records) throws IOException {
        try {
            return new StoreLoader(name, clusterId, records).load();
        } catch (InvalidProtocolBufferException
                | IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException e) {
            throw new CorruptStoreException(name + " is damaged: " + e.getMessage(), e);
        }
    }

    private GroupStore.Content load() throws IOException {
        advance();
        if (!atRecord) {
            return new GroupStore.Content(Groups.EMPTY, 0);
        }
        MetaRecord meta = meta(records.key(), records.value());
        advance();
        Restorer restorer = new Restorer();
        restoreNames(restorer);
        restoreGroups(restorer);
        return new GroupStore.Content(restorer.finish(StoreRecords.position(meta)), meta.getAppliedTerm());
    }

    private void advance() throws IOException {
        atRecord = records.next();
    }

    private MetaRecord meta(byte[] key, byte[] value) throws IOException {
        if (!StoreKeys.isMeta(key)) {
            throw new CorruptStoreException(name + " has records but does not say of which index");
        }
        MetaRecord meta = StoreRecords.meta(value);
        if (meta.getFormatVersion() > GroupStore.FORMAT_VERSION) {
            throw new NewerFormatException(name + " has format " + meta.getFormatVersion()
                    + ", this program reads up to " + GroupStore.FORMAT_VERSION + "; upgrade it, the data is intact");
        }
        if (!meta.getClusterId().equals(clusterId)) {
            throw new CorruptStoreException(
                    name + " belongs to cluster " + meta.getClusterId() + ", this node to " + clusterId);
        }
        return meta;
    }

    private void restoreNames(Restorer restorer) throws IOException {
        for (; atRecord && records.key()[0] == StoreKeys.NAME; advance()) {
            StoreRecords.restoreName(StoreKeys.nameOf(records.key()), records.value(), restorer);
        }
    }

    private void restoreGroups(Restorer restorer) throws IOException {
        while (atRecord) {
            byte[] groupKey = records.key();
            GroupingKey key = StoreKeys.groupOf(groupKey);
            GroupRecord group = GroupRecord.parseFrom(records.value());
            List<String> names = new ArrayList<>();
            List<FamilyRecord> families = new ArrayList<>();
            for (advance(); atRecord && StoreKeys.isFamilyOf(groupKey, records.key()); advance()) {
                names.add(StoreKeys.familyNameOf(groupKey, records.key()));
                families.add(FamilyRecord.parseFrom(records.value()));
            }
            restorer.group(StoreRecords.groupOf(key, group, names));
            for (int i = 0; i < names.size(); i++) {
                FamilyRecord family = families.get(i);
                restorer.family(
                        key,
                        StoreRecords.familyOf(names.get(i), family),
                        family.getHeldSince(),
                        family.getPushedAtNanos());
            }
        }
    }
}
