package io.x_k8s.jobset.operator.placement;

import static io.x_k8s.jobset.operator.placement.Pods.JOB;
import static io.x_k8s.jobset.operator.placement.Pods.ZONE;
import static io.x_k8s.jobset.operator.placement.Pods.deleting;
import static io.x_k8s.jobset.operator.placement.Pods.finished;
import static io.x_k8s.jobset.operator.placement.Pods.follower;
import static io.x_k8s.jobset.operator.placement.Pods.leader;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.operator.plan.ExclusivePod;
import io.x_k8s.jobset.operator.plan.PodRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlacementRepairTest {
  private static final PodRecord LEADER = leader("xyz", "node-a");

  private final FakeCluster cluster = new FakeCluster().withNode("node-a", Map.of(ZONE, "zone-a"));

  @Test
  @Tag("controller:K-001")
  void aNodeOfTheLeaderThatBelongsToNoDomainIsAProblem() {
    cluster.withNode("node-a", Map.of("disk", "fast"));

    assertProblem(
        "node does not have topology label: topology.kubernetes.io/zone",
        LEADER,
        follower(1, "zone-a"));
  }

  @Test
  @Tag("controller:K-002")
  void followersThatWereSentToTheirLeadersDomainStay() {
    assertNothing(LEADER, follower(1, "zone-a"), follower(2, "zone-a"));
    assertNothing(LEADER);
  }

  @Test
  @Tag("controller:K-003")
  void aFollowerThatWasSentNowhereIsMisplaced() {
    assertEvicted(LEADER, follower(1, null));
  }

  @Test
  @Tag("controller:K-004")
  void oneMisplacedFollowerTakesAllFollowersWithIt() {
    assertEvicted(LEADER, follower(1, "zone-b"), follower(2, "zone-a"));
  }

  @Test
  void aFollowerOfAnotherTopologyIsMisplaced() {
    PodRecord other = follower(1, "zone-a");
    ExclusivePod byRack =
        new ExclusivePod(
            "rack", "js-rjob-0", false, "", Optional.of("zone-a"), false, Optional.empty());

    assertEvicted(
        LEADER,
        new PodRecord(
            "ns",
            other.name(),
            other.uid(),
            "1",
            "js",
            JOB,
            false,
            false,
            Optional.empty(),
            Optional.of(byRack)));
  }

  @Test
  @Tag("controller:K-005")
  void whenTheLeadersNodeIsGoneNothingIsEvicted() {
    assertProblem(
        "leader topology is unknown (node not found)",
        leader("xyz", "node-gone"),
        follower(1, "zone-a"));
    assertNothing(leader("xyz", "node-gone"));
  }

  @Test
  @Tag("controller:K-012")
  void podsOfAnotherJobAreNobodysFollowers() {
    PodRecord ofSuccessor = follower(1, "u2", "js-rjob-0", "zone-b", false);
    PodRecord ofNobody = follower(2, "", "js-rjob-0", "zone-b", false);
    PodRecord ofOtherKey = follower(3, JOB, "other-key", "zone-b", false);

    assertNothing(LEADER, ofSuccessor, ofNobody, ofOtherKey);
    assertThat(repair(LEADER, ofSuccessor, follower(4, "zone-b")).evictions())
        .containsExactly(follower(4, "zone-b"));
  }

  @Test
  @Tag("controller:K-017")
  void aLeaderWithoutJobKeyOrControllerIsAProblem() {
    assertProblem("job key label not found on leader pod: \"js-rjob-0-0-xyz\"", withoutJobKey());
    assertProblem(
        "leader pod \"js-rjob-0-0-xyz\" has no controller owner",
        leader("js-rjob-0-0-xyz", "", "node-a"));
  }

  static Stream<List<PodRecord>> leadersThatDoNotCount() {
    return Stream.of(
        List.of(),
        List.of(leader("xyz", "")),
        List.of(deleting(LEADER)),
        List.of(finished(LEADER)),
        List.of(finished(LEADER), leader("abc", "")),
        List.of(LEADER, leader("abc", "node-a")));
  }

  @ParameterizedTest
  @MethodSource("leadersThatDoNotCount")
  void withoutOneLiveLeaderWithANodeNobodyIsMisplaced(List<PodRecord> leaders) {
    Stream<PodRecord> pods = Stream.concat(leaders.stream(), Stream.of(follower(1, "zone-b")));

    assertNothing(pods.toArray(PodRecord[]::new));
  }

  /** Upstream lets an ended leader on another domain condemn the followers of its successor. */
  @Test
  void anEndedLeaderDoesNotCondemnTheFollowersOfItsSuccessor() {
    cluster.withNode("node-b", Map.of(ZONE, "zone-b"));

    assertNothing(finished(leader("old", "node-b")), LEADER, follower(1, "zone-a"));
  }

  @Test
  void followersThatGoOrAreGoneAnywayAreLeftAlone() {
    PodRecord going = deleting(follower(1, "zone-b"));
    PodRecord gone = finished(follower(2, "zone-b"));

    assertNothing(LEADER, going, gone);
    assertThat(repair(LEADER, going, gone, follower(3, "zone-b")).evictions())
        .containsExactly(follower(3, "zone-b"));
  }

  private void assertNothing(PodRecord... pods) {
    assertThat(repair(pods)).isEqualTo(new PlacementRepair(List.of(), Optional.empty()));
  }

  private void assertProblem(String problem, PodRecord... pods) {
    assertThat(repair(pods)).isEqualTo(new PlacementRepair(List.of(), Optional.of(problem)));
  }

  private void assertEvicted(PodRecord leader, PodRecord... followers) {
    PodRecord[] pods =
        Stream.concat(Stream.of(leader), Stream.of(followers)).toArray(PodRecord[]::new);
    assertThat(repair(pods)).isEqualTo(new PlacementRepair(List.of(followers), Optional.empty()));
  }

  private PlacementRepair repair(PodRecord... pods) {
    return PlacementRepair.of(List.of(pods), cluster::node);
  }

  private static PodRecord withoutJobKey() {
    return new PodRecord(
        "ns",
        LEADER.name(),
        LEADER.uid(),
        "1",
        "js",
        JOB,
        false,
        false,
        Optional.empty(),
        Optional.of(
            new ExclusivePod(ZONE, "", true, "node-a", Optional.empty(), false, Optional.empty())));
  }
}
