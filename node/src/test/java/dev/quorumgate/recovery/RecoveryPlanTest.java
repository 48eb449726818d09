package dev.quorumgate.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.DataFolder;
import dev.quorumgate.cluster.LogPlace;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.PeerId;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Goal: the plan takes the best and promises no more than it can keep. */
class RecoveryPlanTest {
    private static final List<String> THREE = List.of("n1", "n2", "n3");

    @Test
    void takesTheLogThatGoesFurthest() throws Exception {
        assertThat(plan(survey("n1", 3, 100), survey("n2", 4, 50))
                        .best()
                        .identity()
                        .node())
                .isEqualTo("n2");
        assertThat(plan(survey("n1", 4, 51), survey("n2", 4, 50))
                        .best()
                        .identity()
                        .node())
                .isEqualTo("n1");
        assertThat(plan(survey("n2", 4, 50), survey("n1", 4, 50))
                        .best()
                        .identity()
                        .node())
                .isEqualTo("n1");
    }

    @Test
    void promisesEverythingWhenAMajorityIsHere() throws Exception {
        RecoveryPlan plan = plan(survey("n1", 3, 100), survey("n3", 3, 90));

        assertThat(plan.isMajorityHere()).isTrue();
        assertThat(plan.holdsAllAcknowledged()).isTrue();
        assertThat(plan.loss()).startsWith("nothing that was acknowledged");
        assertThat(names(plan.intact())).containsExactly("n1", "n3");
        assertThat(names(plan.missing())).containsExactly("n2");
    }

    @Test
    void promisesNothingOfWhatOnlyTheOthersHad() throws Exception {
        RecoveryPlan plan = plan(survey("n2", 3, 100));

        assertThat(plan.isMajorityHere()).isFalse();
        assertThat(plan.holdsAllAcknowledged()).isFalse();
        assertThat(plan.majority()).isEqualTo(2);
        assertThat(plan.loss())
                .isEqualTo("what only n1, n3 held, behind entry 100; how much, if anything, nobody can tell");
    }

    @Test
    void doesNotCountADamagedFolder() throws Exception {
        RecoveryPlan plan = plan(survey("n1", 3, 100), survey("n2", 3, 80, THREE, List.of("a segment is damaged")));

        assertThat(plan.holdsAllAcknowledged()).isFalse();
        assertThat(names(plan.missing())).containsExactly("n2", "n3");
    }

    /** Two of four are no majority, but no majority of four can be without both. */
    @Test
    void knowsWhenAMajorityMustHaveLeftSomethingHere() throws Exception {
        List<String> four = List.of("n1", "n2", "n3", "n4");

        RecoveryPlan plan = plan(survey("n1", 3, 100, four, List.of()), survey("n2", 3, 90, four, List.of()));

        assertThat(plan.isMajorityHere()).isFalse();
        assertThat(plan.holdsAllAcknowledged()).isTrue();
        assertThat(plan.loss()).contains("one at least is here");
        assertThat(plan(survey("n1", 3, 100, four, List.of())).holdsAllAcknowledged())
                .isFalse();
    }

    /** A leader that was cut off may have appended a configuration that nobody else took. */
    @Test
    void goesByTheConfigurationOfTheBest() throws Exception {
        Survey cutOff = withConfigurationAt(survey("n1", 3, 100, List.of("n1", "n4", "n5"), List.of()), 100);

        RecoveryPlan plan = plan(cutOff, survey("n2", 5, 90));

        assertThat(names(plan.configuration().voters())).containsExactly("n1", "n2", "n3");
        assertThat(plan.isMajorityHere()).isTrue();
    }

    @Test
    void goesByTheLatestConfigurationWhenTheBestIsDamaged() throws Exception {
        Survey other = withConfigurationAt(survey("n4", 3, 90, List.of("n1", "n4", "n5"), List.of()), 80);

        RecoveryPlan plan = plan(survey("n1", 3, 100, THREE, List.of("a snapshot is damaged")), other);

        assertThat(names(plan.configuration().voters())).containsExactly("n1", "n4", "n5");
    }

    /** n4 is to take the place of n3: n2 and n3 may have agreed without ever having heard of that. */
    @Test
    void asksFormerVotersAsWellWhileTheyAreExchanged() throws Exception {
        Configuration exchange = new Configuration(99, members("n1", "n2", "n4"), List.of(), members("n1", "n2", "n3"));

        RecoveryPlan plan = plan(
                withConfiguration(survey("n1", 3, 100), exchange), withConfiguration(survey("n4", 3, 99), exchange));

        assertThat(plan.isMajorityHere()).isFalse();
        assertThat(plan.holdsAllAcknowledged()).isFalse();
        assertThat(plan.loss()).startsWith("what only n2, n3 held, behind entry 100");
        assertThat(plan(
                                withConfiguration(survey("n1", 3, 100), exchange),
                                withConfiguration(survey("n2", 3, 99), exchange))
                        .isMajorityHere())
                .isTrue();
    }

    @Test
    void mixesNoClusters() {
        Survey other = survey("n2", 3, 100);
        DataFolder.Identity foreign = new DataFolder.Identity("n2", "c2", "i", "", true);

        assertThatThrownBy(() -> plan(survey("n1", 3, 1), withIdentity(other, foreign)))
                .isInstanceOf(RefusedForSafetyException.class)
                .hasMessage(
                        "the folders belong to different clusters: '/data/n1' to c1, '/data/n2' to c2; name those of one"
                                + " cluster");
    }

    private static RecoveryPlan plan(Survey... surveys) throws RefusedForSafetyException {
        return RecoveryPlan.of(List.of(surveys));
    }

    private static Survey survey(String node, long term, long index) {
        return survey(node, term, index, THREE, List.of());
    }

    private static Survey survey(String node, long term, long index, List<String> voters, List<String> damage) {
        return new Survey(
                Path.of("/data", node),
                new DataFolder.Identity(node, "c1", "i-" + node, "", true),
                OptionalLong.of(term),
                OptionalLong.empty(),
                new LogPlace(term, index),
                new Configuration(1, members(voters.toArray(String[]::new)), List.of()),
                new Survey.Contents(1, 2, 3),
                damage);
    }

    private static List<MemberRef> members(String... names) {
        return Stream.of(names)
                .map(each -> new MemberRef(PeerId.of(each), each + ":9191", each + ":9192"))
                .toList();
    }

    private static Survey withConfigurationAt(Survey survey, long index) {
        return withConfiguration(
                survey, new Configuration(index, survey.configuration().voters(), List.of()));
    }

    private static Survey withConfiguration(Survey survey, Configuration configuration) {
        return new Survey(
                survey.folder(),
                survey.identity(),
                survey.term(),
                survey.snapshotIndex(),
                survey.last(),
                configuration,
                survey.contents(),
                survey.damage());
    }

    private static Survey withIdentity(Survey survey, DataFolder.Identity identity) {
        return new Survey(
                survey.folder(),
                identity,
                survey.term(),
                survey.snapshotIndex(),
                survey.last(),
                survey.configuration(),
                survey.contents(),
                survey.damage());
    }

    private static Stream<String> names(List<MemberRef> members) {
        return members.stream().map(MemberRef::name);
    }
}
