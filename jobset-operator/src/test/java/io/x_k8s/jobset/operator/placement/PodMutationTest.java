package io.x_k8s.jobset.operator.placement;

import static io.x_k8s.jobset.operator.placement.Admissions.mutate;
import static io.x_k8s.jobset.operator.placement.Admissions.mutated;
import static io.x_k8s.jobset.operator.placement.Admissions.patch;
import static io.x_k8s.jobset.operator.placement.Admissions.text;
import static io.x_k8s.jobset.operator.placement.Pods.ZONE;
import static io.x_k8s.jobset.operator.placement.Pods.deleting;
import static io.x_k8s.jobset.operator.placement.Pods.finished;
import static io.x_k8s.jobset.operator.placement.Pods.follower;
import static io.x_k8s.jobset.operator.placement.Pods.leader;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTermBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.x_k8s.jobset.operator.admission.Verdict;
import io.x_k8s.jobset.operator.plan.PodRecord;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PodMutationTest {
  private static final String LABEL_100 =
      "[{\"op\":\"add\",\"path\":\"/metadata/labels/jobset.sigs.k8s.io~1priority\",\"value\":\"100\"}]";
  private static final PodAffinityTerm OWN =
      new PodAffinityTermBuilder().withTopologyKey("kubernetes.io/hostname").build();

  private final FakeCluster cluster = new FakeCluster();

  @Test
  @Tag("admission:P1")
  void aPodOfNoJobSetIsLeftAlone() {
    Pod pod =
        leader()
            .editMetadata()
            .removeFromAnnotations(JobSetLabels.JOBSET_NAME)
            .endMetadata()
            .build();

    assertThat(patch(pod, cluster)).isEmpty();
  }

  @Test
  @Tag("admission:P2")
  void aPodWhoseNodesWerePreparedIsLeftAlone() {
    for (PodBuilder pod : List.of(leader(), follower())) {
      Pod prepared =
          pod.editMetadata()
              .addToAnnotations(JobSetAnnotations.NODE_SELECTOR, "")
              .endMetadata()
              .build();

      assertThat(patch(prepared, cluster)).isEmpty();
    }
  }

  @Test
  @Tag("admission:P3")
  void aPodThatMayRunAnywhereOnlySaysItsPriority() {
    Pod pod = notExclusive().build();
    Pod ofDefaultPriority = notExclusive().editSpec().withPriority(0).endSpec().build();
    Pod ofNoPriority = notExclusive().editSpec().withPriority(null).endSpec().build();
    Pod withoutLabels = notExclusive().editMetadata().withLabels(null).endMetadata().build();

    assertThat(text(patch(pod, cluster))).isEqualTo(LABEL_100);
    assertThat(priority(mutated(ofDefaultPriority, cluster))).isEqualTo("0");
    assertThat(patch(ofNoPriority, cluster)).isEmpty();
    assertThat(text(patch(withoutLabels, cluster)))
        .isEqualTo(
            "[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"jobset.sigs.k8s.io/priority\":\"100\"}}]");
  }

  @Test
  @Tag("admission:P3")
  void aPriorityThatTheTemplateClaimsIsCorrected() {
    Pod pod =
        notExclusive().editMetadata().addToLabels(JobSetLabels.PRIORITY, "7").endMetadata().build();

    assertThat(priority(mutated(pod, cluster))).isEqualTo("100");
  }

  @Test
  @Tag("admission:P4")
  void aLeaderWantsItsJobBesideItAndNoOther() {
    Pod result = mutated(leader().build(), cluster);

    assertThat(priority(result)).isEqualTo("100");
    assertThat(text(patch(leader().build(), cluster)))
        .contains("\"namespaceSelector\":{}")
        .doesNotContain("null");
    assertThat(affinityOf(result)).containsExactly(ownJob());
    assertThat(antiAffinityOf(result)).containsExactly(otherJobs("100"));
    assertThat(result.getSpec().getNodeSelector()).isNullOrEmpty();
  }

  @Test
  @Tag("admission:P5")
  void whatALeaderWantsByItselfStaysFirst() {
    Pod pod =
        leader()
            .editSpec()
            .withNewAffinity()
            .withNewNodeAffinity()
            .addNewPreferredDuringSchedulingIgnoredDuringExecution()
            .withWeight(1)
            .endPreferredDuringSchedulingIgnoredDuringExecution()
            .endNodeAffinity()
            .withNewPodAffinity()
            .withRequiredDuringSchedulingIgnoredDuringExecution(OWN)
            .endPodAffinity()
            .withNewPodAntiAffinity()
            .withRequiredDuringSchedulingIgnoredDuringExecution(OWN)
            .endPodAntiAffinity()
            .endAffinity()
            .endSpec()
            .build();

    Pod result = mutated(pod, cluster);

    assertThat(affinityOf(result)).containsExactly(OWN, ownJob());
    assertThat(antiAffinityOf(result)).containsExactly(OWN, otherJobs("100"));
    assertThat(result.getSpec().getAffinity().getNodeAffinity())
        .isEqualTo(pod.getSpec().getAffinity().getNodeAffinity());
  }

  static Stream<PodBuilder> partsOfAnAffinity() {
    return Stream.of(
        leader().editSpec().withNewAffinity().endAffinity().endSpec(),
        leader()
            .editSpec()
            .withNewAffinity()
            .withNewPodAffinity()
            .endPodAffinity()
            .endAffinity()
            .endSpec(),
        leader()
            .editSpec()
            .withNewAffinity()
            .withNewPodAntiAffinity()
            .addNewPreferredDuringSchedulingIgnoredDuringExecution()
            .withWeight(1)
            .endPreferredDuringSchedulingIgnoredDuringExecution()
            .endPodAntiAffinity()
            .endAffinity()
            .endSpec());
  }

  @ParameterizedTest
  @MethodSource("partsOfAnAffinity")
  void missingPartsOfAnAffinityAreMade(PodBuilder pod) {
    Pod result = mutated(pod.build(), cluster);

    assertThat(affinityOf(result)).containsExactly(ownJob());
    assertThat(antiAffinityOf(result)).containsExactly(otherJobs("100"));
  }

  @Test
  @Tag("admission:P6")
  void aLeaderOfUnknownOrDefaultPriorityStillKeepsAwayFromItsLike() {
    Pod unknown = leader().editSpec().withPriority(null).endSpec().build();
    Pod ofDefault = leader().editSpec().withPriority(0).endSpec().build();

    assertThat(antiAffinityOf(mutated(unknown, cluster))).containsExactly(otherJobs(""));
    assertThat(antiAffinityOf(mutated(ofDefault, cluster))).containsExactly(otherJobs("0"));
  }

  @Test
  @Tag("admission:P7")
  void aFollowerOfALeaderWithoutANodeGoesOnUnsent() {
    cluster.with(Pods.leader("old", ""));

    assertThat(text(patch(follower().build(), cluster))).isEqualTo(LABEL_100);
  }

  @Test
  @Tag("admission:P8")
  void aFollowerIsSentToTheDomainOfItsLeader() {
    cluster.with(Pods.leader("old", "node-a")).withNode("node-a", Map.of(ZONE, "zone-a"));

    Pod result = mutated(follower().build(), cluster);

    assertThat(priority(result)).isEqualTo("100");
    assertThat(result.getSpec().getNodeSelector()).isEqualTo(Map.of(ZONE, "zone-a"));
    assertThat(result.getSpec().getAffinity()).isNull();
  }

  @Test
  @Tag("admission:P9")
  void aFollowerWhoseLeadersNodeIsGoneIsRefused() {
    cluster.with(Pods.leader("old", "node-a"));

    assertThat(mutate(follower().build(), cluster))
        .isEqualTo(
            new Verdict.Denied(404, "NotFound", "Node \"node-a\" not found", Optional.empty()));
  }

  @Test
  @Tag("admission:P10")
  void aFollowerWhoseLeadersNodeHasNoDomainIsRefused() {
    cluster.with(Pods.leader("old", "node-a")).withNode("node-a", Map.of("disk", "fast"));

    assertThat(mutate(follower().build(), cluster))
        .isEqualTo(
            Verdict.forbidden("node does not have topology label: topology.kubernetes.io/zone"));
  }

  static Stream<List<PodRecord>> noUsableLeader() {
    PodRecord leader = Pods.leader("old", "node-a");
    return Stream.of(
        List.of(),
        List.of(leader, Pods.leader("other", "node-a")),
        List.of(Pods.leader("js-rjob-0-0-old", "u2", "node-a")),
        List.of(finished(leader)),
        List.of(deleting(leader)));
  }

  @ParameterizedTest
  @MethodSource("noUsableLeader")
  @Tag("admission:P11")
  void aFollowerWithoutAUsableLeaderGoesOnUnsent(List<PodRecord> pods) {
    cluster.with(pods.toArray(PodRecord[]::new)).withNode("node-a", Map.of(ZONE, "zone-a"));

    assertThat(text(patch(follower().build(), cluster))).isEqualTo(LABEL_100);
  }

  @Test
  @Tag("admission:P11")
  void aFollowerThatDoesNotSayItsJobGoesOnUnsent() {
    cluster.with(Pods.leader("old", "node-a")).withNode("node-a", Map.of(ZONE, "zone-a"));
    Pod pod =
        follower().editMetadata().removeFromLabels(JobSetLabels.JOB_INDEX).endMetadata().build();

    assertThat(text(patch(pod, cluster))).isEqualTo(LABEL_100);
  }

  @Test
  @Tag("admission:P12")
  void theNodeSelectorOfTheUserIsKeptButForTheTopology() {
    cluster.with(Pods.leader("old", "node-a")).withNode("node-a", Map.of(ZONE, "zone-a"));
    Pod pod =
        follower()
            .editSpec()
            .withNodeSelector(Map.of("disk", "fast", ZONE, "zone-b"))
            .endSpec()
            .build();

    assertThat(mutated(pod, cluster).getSpec().getNodeSelector())
        .isEqualTo(Map.of("disk", "fast", ZONE, "zone-a"));
  }

  @Test
  @Tag("admission:P13")
  void aPodWithoutACompletionIndexIsAFollower() {
    cluster.with(Pods.leader("old", "node-a")).withNode("node-a", Map.of(ZONE, "zone-a"));
    Pod pod =
        leader()
            .editMetadata()
            .removeFromAnnotations(AdmittedPod.COMPLETION_INDEX)
            .endMetadata()
            .build();

    Pod result = mutated(pod, cluster);

    assertThat(result.getSpec().getNodeSelector()).isEqualTo(Map.of(ZONE, "zone-a"));
    assertThat(result.getSpec().getAffinity()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "5,5", "2147483647,2147483647", "-5,n5", "-1,n1", "-2147483648,n2147483648"})
  @Tag("admission:P14")
  void aNegativePriorityIsALegalLabelValueInLabelAndSelectorAlike(int priority, String label) {
    Pod result = mutated(leader().editSpec().withPriority(priority).endSpec().build(), cluster);

    assertThat(priority(result))
        .isEqualTo(label)
        .matches("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
    assertThat(antiAffinityOf(result)).containsExactly(otherJobs(label));
  }

  /** G22: the API server may call a webhook again after others have changed the Pod. */
  @Test
  void aSecondCallChangesNothing() {
    cluster.with(Pods.leader("old", "node-a")).withNode("node-a", Map.of(ZONE, "zone-a"));

    for (Pod pod : List.of(leader().build(), follower().build(), notExclusive().build())) {
      assertThat(patch(mutated(pod, cluster), cluster)).isEmpty();
    }
  }

  private static PodBuilder notExclusive() {
    return leader()
        .editMetadata()
        .removeFromAnnotations(JobSetAnnotations.EXCLUSIVE_TOPOLOGY)
        .endMetadata();
  }

  private static String priority(Pod pod) {
    return pod.getMetadata().getLabels().get(JobSetLabels.PRIORITY);
  }

  private static List<PodAffinityTerm> affinityOf(Pod pod) {
    PodSpec spec = pod.getSpec();
    return spec.getAffinity().getPodAffinity().getRequiredDuringSchedulingIgnoredDuringExecution();
  }

  private static List<PodAffinityTerm> antiAffinityOf(Pod pod) {
    PodSpec spec = pod.getSpec();
    return spec.getAffinity()
        .getPodAntiAffinity()
        .getRequiredDuringSchedulingIgnoredDuringExecution();
  }

  private static PodAffinityTerm ownJob() {
    return term(new LabelSelectorRequirement(JobSetLabels.JOB_KEY, "In", List.of("js-rjob-0")));
  }

  private static PodAffinityTerm otherJobs(String priority) {
    return term(
        new LabelSelectorRequirement(JobSetLabels.JOB_KEY, "Exists", List.of()),
        new LabelSelectorRequirement(JobSetLabels.JOB_KEY, "NotIn", List.of("js-rjob-0")),
        new LabelSelectorRequirement("jobset.sigs.k8s.io/priority", "In", List.of(priority)));
  }

  private static PodAffinityTerm term(LabelSelectorRequirement... expressions) {
    return new PodAffinityTermBuilder()
        .withTopologyKey(ZONE)
        .withNewNamespaceSelector()
        .endNamespaceSelector()
        .withNewLabelSelector()
        .withMatchExpressions(expressions)
        .endLabelSelector()
        .build();
  }
}
