package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quorumgate.clustertests.harness.Build;
import dev.quorumgate.clustertests.harness.ClientTools;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Shell;
import dev.quorumgate.clustertests.harness.TestRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: {@code scripts/package} makes a package that runs elsewhere, has what its platform needs and nothing of others, and is
 * the same each time.
 *
 * <p>Method: two packages of one build. That it runs the script shows itself, where it is told nothing else.
 */
@ClusterTest
class PackageTest {
    private static final String NATIVES_OF_OTHERS =
            ".*(aarch64|aarch_64|musl|win|osx|darwin|\\.dll|\\.dylib|\\.jnilib).*";

    @Test
    @Tag("long")
    void runsElsewhereAndIsTheSameEachTime(TestRun run) throws Exception {
        for (String program : List.of("unzip", "curl", "tar")) {
            assumeTrue(Shell.has(program), "skipped: the program '" + program + "' is missing");
        }
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "skipped: not on x86-64");
        Build.publishNodeJar();
        String script = Build.root().resolve("scripts/package").toString();
        Path folder = run.folder("package");

        Shell.Result tried = Shell.run(List.of(script, "--output", folder.toString()));
        Shell.Result again = Shell.run(
                List.of(script, "--unchecked", "--output", run.folder("again").toString()));

        assertThat(tried.exitCode()).as(tried.output()).isZero();
        assertThat(tried.output()).contains("unpacked elsewhere, pushed to, scraped and stopped");
        assertThat(again.exitCode()).as(again.output()).isZero();
        String name = "quorumgate-0.1.0-linux-x86_64";
        Path archive = folder.resolve(name + ".tar.gz");
        assertThat(archive).hasSameBinaryContentAs(run.folder("again").resolve(name + ".tar.gz"));
        Shell.require(List.of("tar", "-xzf", archive.toString(), "-C", folder.toString()));
        assertThat(folder.resolve(name).resolve("licences/THIRD-PARTY.txt"))
                .content()
                .contains("ratis-server", "rocksdbjni");
        for (String file : List.of("README.md", "docker/OPERATING.md", "docker/systemd/quorumgate.service")) {
            assertThat(folder.resolve(name).resolve(file)).isNotEmptyFile();
        }
        // What its parts name is there, too.
        Shell.require(List.of(
                ClientTools.peer("promtool").toString(),
                "check",
                "config",
                folder.resolve(name).resolve("docker/prometheus.yml").toString()));
        String rocksdb = Shell.require(List.of(
                "bash", "-c", "unzip -Z1 " + folder.resolve(name) + "/lib/rocksdbjni-*.jar | grep librocksdbjni"));
        assertThat(rocksdb.lines()).containsExactly("librocksdbjni-linux64.so");
        assertThat(Shell.require(List.of(
                                "bash",
                                "-c",
                                "for jar in " + folder.resolve(name)
                                        + "/lib/*.jar; do unzip -Z1 $jar; done | grep -iE '"
                                        + "\\.(so|dll|dylib|jnilib)$'"))
                        .lines())
                .noneMatch(each -> each.matches(NATIVES_OF_OTHERS));
    }
}
