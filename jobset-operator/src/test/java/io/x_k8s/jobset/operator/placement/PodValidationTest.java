package io.x_k8s.jobset.operator.placement;

import static io.x_k8s.jobset.operator.placement.Admissions.validate;
import static io.x_k8s.jobset.operator.placement.Pods.ZONE;
import static io.x_k8s.jobset.operator.placement.Pods.deleting;
import static io.x_k8s.jobset.operator.placement.Pods.finished;
import static io.x_k8s.jobset.operator.placement.Pods.follower;
import static io.x_k8s.jobset.operator.placement.Pods.leader;
import static io.x_k8s.jobset.operator.placement.Pods.sentTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.x_k8s.jobset.operator.admission.Verdict;
import io.x_k8s.jobset.operator.plan.PodRecord;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodValidationTest {
  private static final String UNSCHEDULED =
      "leader pod not yet scheduled, not creating follower pod. this is an expected, transient error";

  private final FakeCluster cluster = new FakeCluster();

  @Test
  @Tag("admission:V1")
  void podsThatNeedNotWaitAreAllowed() {
    Pod ofNoJobSet =
        follower()
            .editMetadata()
            .removeFromAnnotations(JobSetLabels.JOBSET_NAME)
            .endMetadata()
            .build();
    Pod withPreparedNodes =
        follower()
            .editMetadata()
            .addToAnnotations(JobSetAnnotations.NODE_SELECTOR, "false")
            .endMetadata()
            .build();
    Pod notExclusive =
        follower()
            .editMetadata()
            .removeFromAnnotations(JobSetAnnotations.EXCLUSIVE_TOPOLOGY)
            .endMetadata()
            .build();

    assertAllowed(ofNoJobSet);
    assertAllowed(withPreparedNodes);
    assertAllowed(notExclusive);
    assertAllowed(leader().build());
  }

  @Test
  @Tag("admission:V2")
  void aFollowerThatIsSentNowhereIsRefused() {
    assertRefused("follower pod node selector not set", follower().build());
  }

  @Test
  @Tag("admission:V3")
  void aFollowerThatIsSentToNoDomainIsRefused() {
    Pod pod = follower().editSpec().withNodeSelector(Map.of("disk", "fast")).endSpec().build();

    assertRefused(
        "follower pod node selector for topology domain not found. missing selector: "
            + "topology.kubernetes.io/zone",
        pod);
  }

  @Test
  @Tag("admission:V4")
  void aFollowerOfAScheduledLeaderIsAllowed() {
    cluster.with(Pods.leader("xyz", "node-a"));

    assertAllowed(sentTo("zone-a", follower()));
  }

  @Test
  @Tag("admission:V5")
  void aFollowerOfALeaderWithoutANodeIsRefused() {
    cluster.with(Pods.leader("xyz", ""));

    assertRefused(UNSCHEDULED, sentTo("zone-a", follower()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {JobSetLabels.JOBSET_NAME, JobSetLabels.REPLICATEDJOB_NAME, JobSetLabels.JOB_INDEX})
  @Tag("admission:V6")
  void aFollowerThatDoesNotSayItsJobIsRefused(String label) {
    cluster.with(Pods.leader("xyz", "node-a"));

    assertRefused("pod missing label: " + label, sentTo("zone-a", without(label)));
  }

  @Test
  void ofSeveralMissingLabelsTheFirstIsNamed() {
    PodBuilder pod = follower().editMetadata().withLabels(null).endMetadata();

    assertRefused("pod missing label: jobset.sigs.k8s.io/jobset-name", sentTo("zone-a", pod));
  }

  @Test
  @Tag("admission:V7")
  void aFollowerNeedsExactlyOneLeader() {
    PodRecord one = Pods.leader("xyz", "node-a");
    PodRecord other = Pods.leader("abc", "node-a");

    assertLeaders(0);
    assertLeaders(2, one, other);
    assertLeaders(0, deleting(one));
    assertLeaders(0, finished(one));
  }

  private void assertLeaders(int count, PodRecord... pods) {
    assertThat(validate(sentTo("zone-a", follower()), new FakeCluster().with(pods)))
        .isEqualTo(
            Verdict.forbidden(
                "expected 1 leader pod (js-rjob-0-0), but got %d. this is an expected, transient error"
                    .formatted(count)));
  }

  @Test
  @Tag("admission:V8")
  void aLeaderThatHasEndedDoesNotCountBesideALiveOne() {
    cluster.with(finished(Pods.leader("xyz", "node-b")), Pods.leader("abc", "node-a"));

    assertAllowed(sentTo("zone-a", follower()));
  }

  @Test
  @Tag("admission:V9")
  void afterAFailureTheNewLeaderCountsAsSoonAsItIsScheduled() {
    cluster.with(finished(Pods.leader("xyz", "node-b")), Pods.leader("abc", ""));
    assertRefused(UNSCHEDULED, sentTo("zone-a", follower()));

    FakeCluster scheduled =
        new FakeCluster()
            .with(finished(Pods.leader("xyz", "node-b")), Pods.leader("abc", "node-a"));
    assertThat(validate(sentTo("zone-a", follower()), scheduled)).isEqualTo(Verdict.allowed());
  }

  @Test
  @Tag("admission:V10")
  void theLeaderOfAnotherJobIsRefused() {
    cluster.with(Pods.leader("js-rjob-0-0-xyz", "u2", "node-a"));

    assertRefused(
        "follower pod owner UID (u1) != leader pod owner UID (u2)", sentTo("zone-a", follower()));
  }

  @Test
  @Tag("admission:V11")
  void followerAndLeaderNeedAController() {
    cluster.with(Pods.leader("js-rjob-0-0-xyz", "", "node-a"));
    PodBuilder owned =
        follower()
            .editMetadata()
            .withOwnerReferences()
            .addNewOwnerReference()
            .withUid("u1")
            .withController(false)
            .endOwnerReference()
            .endMetadata();
    PodBuilder orphan = follower().editMetadata().withOwnerReferences().endMetadata();

    assertRefused("follower pod has no owner reference", sentTo("zone-a", owned));
    assertRefused("follower pod has no owner reference", sentTo("zone-a", orphan));
    assertRefused(
        "leader pod \"js-rjob-0-0-xyz\" has no owner reference", sentTo("zone-a", follower()));
  }

  @ParameterizedTest
  @CsvSource({"js,rjob,0,js-rjob-0-0", "my-js,work-er,12,my-js-work-er-12-0"})
  @Tag("admission:V12")
  void theLeadersNameFollowsFromTheLabels(String js, String rjob, String index, String name) {
    assertThat(
            Leader.baseName(
                Map.of(
                    JobSetLabels.JOBSET_NAME, js,
                    JobSetLabels.REPLICATEDJOB_NAME, rjob,
                    JobSetLabels.JOB_INDEX, index)))
        .isEqualTo(name);
  }

  @Test
  void theDomainItselfIsNotCompared() {
    cluster.with(Pods.leader("xyz", "node-a"));

    assertAllowed(sentTo("zone-of-the-user", follower()));
    assertThat(follower().build().getMetadata().getAnnotations())
        .containsEntry(JobSetAnnotations.EXCLUSIVE_TOPOLOGY, ZONE);
  }

  private void assertAllowed(Pod pod) {
    assertThat(validate(pod, cluster)).isEqualTo(Verdict.allowed());
  }

  private void assertRefused(String message, Pod pod) {
    assertThat(validate(pod, cluster)).isEqualTo(Verdict.forbidden(message));
  }

  private static PodBuilder without(String label) {
    return follower().editMetadata().removeFromLabels(label).endMetadata();
  }
}
