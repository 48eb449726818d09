package dev.quorumgate.cli.verb;

import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.Members;
import dev.quorumgate.config.MemberListParser;
import dev.quorumgate.proto.admin.MemberAddress;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A node that is to come, as operators write it: {@code n4=host4:9191:9192}. */
record Newcomer(MemberAddress address) {
    static final String LABEL = "NAME=HOST:RAFTPORT[:ADMINPORT]";

    /** Reads one; the second port is the one before plus one unless given. */
    static final class Converter implements ITypeConverter<Newcomer> {
        @Override
        public Newcomer convert(String text) {
            Optional<Members> members = MemberListParser.parse(text, problem -> {});
            if (members.isEmpty() || members.get().all().size() != 1) {
                throw new TypeConversionException("expected " + LABEL + ", got '" + text + "'");
            }
            Member member = members.get().all().get(0);
            return new Newcomer(MemberAddress.newBuilder()
                    .setName(member.name())
                    .setRaftAddress(member.raftAddress())
                    .setAdminAddress(member.adminAddress())
                    .build());
        }
    }
}
