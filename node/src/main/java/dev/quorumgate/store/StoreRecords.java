package dev.quorumgate.store;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.HeldFamily;
import dev.quorumgate.groups.NamedFamily;
import dev.quorumgate.groups.Restorer;
import dev.quorumgate.groups.Sources;
import dev.quorumgate.model.FamilyMetadata;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Hash64;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.proto.store.FamilyRecord;
import dev.quorumgate.proto.store.GroupRecord;
import dev.quorumgate.proto.store.HeldType;
import dev.quorumgate.proto.store.MetaRecord;
import dev.quorumgate.proto.store.NameRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Values of records: to bytes and back into a {@link Restorer}. */
final class StoreRecords {
    /** Tag and value of the last field of a {@link MetaRecord}. */
    private static final int CHECKSUM_BYTES = 1 + Long.BYTES;

    private StoreRecords() {}

    static byte[] meta(String clusterId, long term, Groups.Position position) {
        byte[] record = MetaRecord.newBuilder()
                .setFormatVersion(GroupStore.FORMAT_VERSION)
                .setClusterId(clusterId)
                .setAppliedTerm(term)
                .setAppliedIndex(position.appliedIndex())
                .setSequence(position.sequence())
                .setTimeNanos(position.timeNanos())
                .setStateHash(position.stateHash())
                .build()
                .toByteArray();
        byte[] checked = Arrays.copyOf(record, record.length + CHECKSUM_BYTES);
        System.arraycopy(checksum(record), 0, checked, record.length, CHECKSUM_BYTES);
        return checked;
    }

    private static byte[] checksum(byte[] record) {
        return MetaRecord.newBuilder().setChecksum(Hash64.of(record)).build().toByteArray();
    }

    /**
     * The record about the store itself.
     *
     * @throws IllegalStateException if it is not as it was written
     */
    static MetaRecord meta(byte[] value) throws InvalidProtocolBufferException {
        MetaRecord meta = MetaRecord.parseFrom(value);
        int end = Math.max(0, value.length - CHECKSUM_BYTES);
        boolean sound = meta.hasChecksum()
                ? Arrays.equals(checksum(Arrays.copyOf(value, end)), Arrays.copyOfRange(value, end, value.length))
                // As the version before wrote it, with none of the fields that came later: or the checksum is what is
                // damaged.
                : meta.getUnknownFields().asMap().isEmpty();
        if (!sound) {
            throw new IllegalStateException("the record that says of which index it is has another checksum");
        }
        return meta;
    }

    static Groups.Position position(MetaRecord meta) {
        return new Groups.Position(
                meta.getAppliedIndex(), meta.getSequence(), meta.getTimeNanos(), meta.getStateHash());
    }

    static byte[] name(NamedFamily named) {
        NameRecord.Builder record = NameRecord.newBuilder();
        named.help().ifPresent(record::setHelp);
        named.unit().ifPresent(record::setUnit);
        for (NamedFamily.Holders holders : named.holders()) {
            record.addTypes(
                    HeldType.newBuilder().setType(holders.type().number()).setSince(holders.since()));
        }
        return record.build().toByteArray();
    }

    static void restoreName(String name, byte[] value, Restorer restorer) throws InvalidProtocolBufferException {
        NameRecord record = NameRecord.parseFrom(value);
        List<Restorer.HeldType> types = new ArrayList<>();
        for (HeldType each : record.getTypesList()) {
            types.add(new Restorer.HeldType(type(each.getType(), name), each.getSince()));
        }
        restorer.name(
                name,
                record.hasHelp() ? Optional.of(record.getHelp()) : Optional.empty(),
                record.hasUnit() ? Optional.of(record.getUnit()) : Optional.empty(),
                types);
    }

    static byte[] group(Group group) {
        return GroupRecord.newBuilder()
                .setSince(group.since())
                .setPushTimeNanos(group.pushTimeNanos())
                .setFailureTimeNanos(group.failure().timeNanos())
                .setFailureReason(group.failure().reason())
                .setFailureSource(group.failure().source())
                .setLastHost(group.sources().last())
                .setHostBefore(group.sources().before())
                .setHostReturns(group.sources().returns())
                .build()
                .toByteArray();
    }

    static Group groupOf(GroupingKey key, GroupRecord record, List<String> familyNames) {
        return new Group(
                key,
                record.getSince(),
                record.getPushTimeNanos(),
                new Group.Failure(record.getFailureTimeNanos(), record.getFailureReason(), record.getFailureSource()),
                new Sources(record.getLastHost(), record.getHostBefore(), record.getHostReturns()),
                familyNames);
    }

    static byte[] family(HeldFamily held) {
        FamilyMetadata metadata = held.family().metadata();
        FamilyRecord.Builder record = FamilyRecord.newBuilder()
                .setType(metadata.type().number())
                .setMetrics(UnsafeByteOperations.unsafeWrap(held.family().metrics()))
                .setHeldSince(held.heldSince())
                .setPushedAtNanos(held.pushedAtNanos());
        metadata.help().ifPresent(record::setHelp);
        metadata.unit().ifPresent(record::setUnit);
        return record.build().toByteArray();
    }

    static MetricFamily familyOf(String name, FamilyRecord record) {
        FamilyMetadata metadata = new FamilyMetadata(
                name,
                type(record.getType(), name),
                record.hasHelp() ? Optional.of(record.getHelp()) : Optional.empty(),
                record.hasUnit() ? Optional.of(record.getUnit()) : Optional.empty());
        return MetricFamily.ofCanonical(metadata, record.getMetrics().toByteArray());
    }

    private static MetricType type(int number, String name) {
        return MetricType.ofNumber(number)
                .orElseThrow(() -> new IllegalStateException("'" + name + "' has the unknown type " + number));
    }
}
