package dev.quorumgate;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.OutputStream;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The package tree is the architecture: who may know whom. Widening a rule is a change of the design; say why. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.quorumgate");

    private static final List<String> JDK = List.of("java..", "org.jspecify..");

    /** What each package may know of ours and of others, beside itself and the JDK. */
    static Stream<Arguments> knowledge() {
        return Stream.of(
                arguments("tree", List.of()),
                arguments("model", List.of()),
                // RE2J: linear time, and its own tables of Unicode, so that a pattern matches alike on every Java
                // version.
                arguments("groups", List.of("..model..", "..tree..", "com.google.re2j..")),
                arguments(
                        "exposition",
                        List.of("..model..", "..proto.client..", "com.google.protobuf..", "org.xerial.snappy..")),
                arguments(
                        "scrape",
                        List.of("..model..", "..tree..", "..groups..", "..exposition..", "com.github.luben.zstd..")),
                arguments(
                        "store",
                        List.of(
                                "..model..",
                                "..groups..",
                                "..proto.store..",
                                "com.google.protobuf..",
                                "org.rocksdb..")),
                // A file that can be checked and read without the database and without knowing what a record means.
                arguments("backup", List.of("..proto.backup..", "com.google.protobuf..")),
                // Asks all members at once.
                arguments("cluster", List.of("..concurrent..")),
                arguments("concurrent", List.of("org.slf4j..")),
                arguments("rpc", List.of("..tls..", "..concurrent..", "javax.net.ssl..", "io.grpc..", "org.slf4j..")),
                // Runs the state machine, and knows Ratis's files, while no node does.
                arguments(
                        "recovery",
                        List.of(
                                "..backup..",
                                "..raft..",
                                "..store..",
                                "..groups..",
                                "..model..",
                                "..tree..",
                                "..cluster..",
                                "org.slf4j..")),
                arguments("alarms", List.of("..cluster..", "..concurrent..", "org.slf4j..")),
                arguments(
                        "raft",
                        List.of(
                                "..model..",
                                "..groups..",
                                "..tree..",
                                "..store..",
                                "..cluster..",
                                "..concurrent..",
                                "..tls..",
                                "..proto.log..",
                                "com.google.protobuf..",
                                "com.google.errorprone.annotations..",
                                "javax.net.ssl..",
                                "org.apache.ratis..",
                                "org.slf4j..")),
                arguments(
                        "peer",
                        List.of(
                                "..raft..",
                                "..cluster..",
                                "..concurrent..",
                                "..rpc..",
                                // What a node says of itself is the same message for nodes and operators.
                                "..proto.admin..",
                                "..proto.peer..",
                                "com.google.protobuf..",
                                "io.grpc..")),
                arguments(
                        "admin",
                        List.of(
                                "..model..",
                                "..tree..",
                                "..groups..",
                                "..exposition..",
                                "..scrape..",
                                "..api..",
                                "..config..",
                                "..cluster..",
                                "..peer..",
                                "..backup..",
                                "..telemetry..",
                                "..concurrent..",
                                "..rpc..",
                                "..proto.admin..",
                                "com.google.protobuf..",
                                "com.google.rpc..",
                                "io.grpc..",
                                "org.slf4j..")),
                arguments(
                        "cli",
                        List.of(
                                "..model..",
                                // An import chooses groups as the cluster would, and speaks its protobuf.
                                "..groups..",
                                "..api..",
                                "..proto.client..",
                                "..exposition..",
                                "..config..",
                                "..cluster..",
                                "..telemetry..",
                                "..backup..",
                                "..recovery..",
                                "..tls..",
                                "..rpc..",
                                "..proto.admin..",
                                "com.google.protobuf..",
                                "com.google.rpc..",
                                "io.grpc..",
                                "javax.net.ssl..",
                                "picocli..",
                                "tools.jackson.core..",
                                "org.yaml.snakeyaml..")),
                arguments(
                        "telemetry",
                        List.of(
                                "..model..",
                                "..cluster..",
                                "..proto.client..",
                                "com.google.protobuf..",
                                "io.prometheus..")),
                arguments(
                        "api",
                        List.of(
                                "..model..",
                                "..tree..",
                                "..groups..",
                                "..cluster..",
                                "..exposition..",
                                "..proto.client..",
                                "com.google.protobuf..",
                                "tools.jackson.core..")),
                arguments(
                        "ui",
                        List.of(
                                "..model..",
                                "..groups..",
                                "..tree..",
                                "..exposition..",
                                "..api..",
                                "..cluster..",
                                "..proto.client..",
                                "com.google.protobuf..",
                                "gg.jte..")),
                arguments("config", List.of("..cluster..")),
                // Looks at files again and again, and tells what it finds there.
                arguments(
                        "tls",
                        List.of("..concurrent..", "javax.net.ssl..", "javax.security.auth.x500..", "org.slf4j..")),
                arguments(
                        "webconfig",
                        List.of(
                                "..config..",
                                "..tls..",
                                "..concurrent..",
                                "javax.net.ssl..",
                                "org.yaml.snakeyaml..",
                                "org.slf4j..")),
                arguments("logging", List.of("..config..", "ch.qos.logback..", "org.slf4j..")),
                arguments(
                        "http",
                        List.of(
                                "..model..",
                                "..groups..",
                                "..exposition..",
                                "..scrape..",
                                "..api..",
                                "..ui..",
                                "..cluster..",
                                "..telemetry..",
                                "..config..",
                                "..concurrent..",
                                "..tls..",
                                "..webconfig..",
                                "javax.crypto..",
                                "javax.net.ssl..",
                                "at.favre.lib.crypto.bcrypt..",
                                "io.javalin..",
                                "kotlin..",
                                "jakarta.servlet..",
                                "org.eclipse.jetty..",
                                "org.slf4j..")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("knowledge")
    void eachPackageKnowsOnlyWhatItNeeds(String name, List<String> others) {
        String own = "dev.quorumgate." + name + "..";
        String[] allowed =
                Stream.of(List.of(own), JDK, others).flatMap(List::stream).toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed)
                        .or(describe(
                                "arrays of primitives",
                                type -> type.getPackageName().isEmpty())))
                .because("imports point at the core, and a library stays in the package that adapts it")
                .check(CLASSES);
    }

    @Test
    void theCoreGivesTheSameResultOnEveryNode() {
        noClasses()
                .that(resideInAnyPackage("..model..", "..groups..", "..tree.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.util.concurrent.locks..")
                                .and(not(assignableTo(OutputStream.class)))
                                .and(not(assignableTo(Serializable.class))))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .because("apply() must give the same result on every replica, so it reads no clock, chance or file")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("dev.quorumgate.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nobodyButTheProgramKnowsTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..app..", "dev.quorumgate.cli..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.quorumgate.cli.."))
                .check(CLASSES);
    }

    @Test
    void nobodyKnowsTheProgramItself() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..app..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.quorumgate.app.."))
                .check(CLASSES);
    }
}
