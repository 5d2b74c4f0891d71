package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.JobSets.A;
import static io.x_k8s.jobset.operator.plan.JobSets.B;
import static io.x_k8s.jobset.operator.plan.JobSets.f1;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Suspend and resume over several passes, without a cluster. */
class SuspensionSimulationTest {
  private static final String A0 = "test-js-replicated-job-a-0";
  private static final String B1 = "test-js-replicated-job-b-1";

  @Test
  void aJobSetMadeSuspendedHasItsJobsSuspended() {
    PlannerSimulation cluster = suspended();

    assertThat(cluster.counts(B).getSuspended()).isEqualTo(3);
    assertThat(cluster.counts(A).getSuspended()).isEqualTo(1);
    assertThat(cluster.condition("Suspended")).isEqualTo("True/SuspendedJobs");
    assertThat(cluster.events()).containsExactly("SuspendedJobs");
  }

  @Test
  void aRunningJobSetIsSuspendedButForWhatIsOver() {
    PlannerSimulation cluster = PlannerSimulation.of(f1()).settle();
    cluster.ready(cluster.jobsOf(B)).complete(A0).settle();

    PlannedPass pass = cluster.suspend(true).plan();
    assertThat(pass.patchedNames()).hasSize(3).doesNotContain(A0);

    cluster.settle().reportSuspensions().settle();
    assertThat(cluster.counts(B).getActive()).isZero();
    assertThat(cluster.counts(B).getSuspended()).isEqualTo(3);
    assertThat(cluster.counts(A).getSucceeded()).isEqualTo(1);
    assertThat(cluster.condition("Suspended")).isEqualTo("True/SuspendedJobs");
  }

  @Test
  void aResumeBringsWhatTheTemplatesNowSay() {
    PlannerSimulation cluster = suspended().reportSuspensions().settle();

    cluster
        .edit(
            eachPodTemplate(
                template ->
                    template
                        .editOrNewMetadata()
                        .addToLabels("new", "label")
                        .addToAnnotations("new", "annotation")
                        .endMetadata()
                        .editSpec()
                        .addToNodeSelector("new", "node")
                        .addToTolerations(toleration(30L))
                        .endSpec()))
        .suspend(false)
        .settle();

    var template = cluster.template(B1);
    assertThat(template.getMetadata().getLabels()).containsEntry("new", "label");
    assertThat(template.getMetadata().getAnnotations()).containsEntry("new", "annotation");
    assertThat(template.getSpec().getNodeSelector()).isEqualTo(Map.of("new", "node"));
    assertThat(template.getSpec().getTolerations()).containsExactly(toleration(30L));
    assertThat(cluster.isSuspended(B1)).isFalse();
    assertThat(cluster.condition("Suspended")).isEqualTo("False/ResumeJobs");
    assertThat(cluster.events()).containsExactly("SuspendedJobs", "ResumeJobs");
  }

  @Test
  @Tag("controller:U-005")
  void keysThatTheTemplateNoLongerHasDisappearWithTheResume() {
    PlannerSimulation cluster = suspended().reportSuspensions().settle();
    resumeWith(cluster, Map.of("a", "1", "b", "2"));
    assertThat(cluster.template(B1).getSpec().getNodeSelector())
        .isEqualTo(Map.of("a", "1", "b", "2"));

    cluster.suspend(true).settle().reportSuspensions().settle();
    resumeWith(cluster, Map.of("b", "3", "c", "4"));
    assertThat(cluster.template(B1).getSpec().getNodeSelector())
        .isEqualTo(Map.of("b", "3", "c", "4"));

    cluster.suspend(true).settle().reportSuspensions().settle();
    resumeWith(cluster, Map.of());
    assertThat(cluster.template(B1).getSpec().getNodeSelector()).isEmpty();
  }

  @Test
  @Tag("controller:U-006")
  void listsAreReplacedSoThatNothingIsThereTwice() {
    PlannerSimulation cluster = suspended().reportSuspensions().settle();
    cluster
        .edit(
            eachPodTemplate(
                template ->
                    template
                        .editSpec()
                        .withTolerations(toleration(30L), toleration(60L))
                        .withSchedulingGates(new PodSchedulingGate("gate"))
                        .endSpec()))
        .suspend(false)
        .settle();

    cluster.suspend(true).settle().reportSuspensions().settle();
    cluster
        .edit(
            eachPodTemplate(
                template ->
                    template
                        .editSpec()
                        .withTolerations(toleration(60L), toleration(90L))
                        .endSpec()))
        .suspend(false)
        .settle();

    assertThat(cluster.template(B1).getSpec().getTolerations())
        .containsExactly(toleration(60L), toleration(90L));
    assertThat(cluster.template(B1).getSpec().getSchedulingGates())
        .containsExactly(new PodSchedulingGate("gate"));
  }

  @Test
  void theKeysOfTheJobSetAndOfTheJobControllerSurviveTheResume() {
    PlannerSimulation cluster = suspended().reportSuspensions().settle();

    cluster
        .edit(
            eachPodTemplate(
                template ->
                    template
                        .editOrNewMetadata()
                        .addToLabels("jobset.sigs.k8s.io/job-index", "99")
                        .endMetadata()))
        .suspend(false)
        .settle();

    assertThat(cluster.template(B1).getMetadata().getLabels())
        .containsEntry("jobset.sigs.k8s.io/job-index", "1")
        .doesNotContainValue("99");
  }

  @Test
  void changedLabelsKeepThoseOfTheJobController() {
    PlannerSimulation cluster = suspended().reportSuspensions().settle();

    resumeWith(cluster, Map.of("disk", "fast"));

    assertThat(cluster.template(B1).getMetadata().getLabels())
        .containsEntry("job-name", B1)
        .containsEntry("batch.kubernetes.io/job-name", B1)
        .containsEntry("controller-uid", cluster.uid(B1))
        .containsEntry("batch.kubernetes.io/controller-uid", cluster.uid(B1));
  }

  @Test
  void aChangedTemplateWaitsUntilTheJobControllerReportsTheSuspension() {
    PlannerSimulation cluster = PlannerSimulation.of(f1()).settle();
    cluster.ready(A0).ready(cluster.jobsOf(B)).settle();
    cluster.suspend(true).settle();

    resumeWith(cluster, Map.of("disk", "fast"));
    assertThat(cluster.isSuspended(B1)).isTrue();
    assertThat(cluster.condition("Suspended")).isEqualTo("True/SuspendedJobs");

    cluster.reportSuspensions().settle();
    assertThat(cluster.isSuspended(B1)).isFalse();
    assertThat(cluster.template(B1).getSpec().getNodeSelector()).isEqualTo(Map.of("disk", "fast"));
    assertThat(cluster.condition("Suspended")).isEqualTo("False/ResumeJobs");
  }

  @Test
  void anUnchangedTemplateNeedNotWait() {
    PlannerSimulation cluster = PlannerSimulation.of(f1()).settle();
    cluster.ready(A0).ready(cluster.jobsOf(B)).settle();

    cluster.suspend(true).settle().suspend(false).settle();

    assertThat(cluster.isSuspended(B1)).isFalse();
    assertThat(cluster.condition("Suspended")).isEqualTo("False/ResumeJobs");
  }

  @Test
  void aJobWhoseTemplateMayNotChangeIsMadeAnew() {
    PlannerSimulation cluster = suspended().reportSuspensions().settle().refuseToResume(B1);
    String uid = cluster.uid(B1);

    resumeWith(cluster, Map.of("disk", "fast"));
    assertThat(cluster.isDeleting(B1)).isTrue();
    assertThat(cluster.isSuspended(A0)).as("the others resume").isFalse();

    cluster.finalizeJobs(1).settle();
    assertThat(cluster.uid(B1)).isNotEqualTo(uid);
    assertThat(cluster.isSuspended(B1)).isFalse();
    assertThat(cluster.template(B1).getSpec().getNodeSelector()).isEqualTo(Map.of("disk", "fast"));
    assertThat(cluster.status().getRestarts()).isZero();
    assertThat(cluster.condition("Suspended")).isEqualTo("False/ResumeJobs");
  }

  @Test
  void aJobSetThatWasNeverSuspendedHasNoSuchCondition() {
    PlannerSimulation cluster = PlannerSimulation.of(f1()).settle();

    assertThat(cluster.condition("Suspended")).isEqualTo("absent");
  }

  private static PlannerSimulation suspended() {
    return PlannerSimulation.of(f1().editSpec().withSuspend(true).endSpec()).settle();
  }

  private static void resumeWith(PlannerSimulation cluster, Map<String, String> nodeSelector) {
    cluster
        .edit(
            eachPodTemplate(
                template -> template.editSpec().withNodeSelector(nodeSelector).endSpec()))
        .suspend(false)
        .settle();
  }

  private static UnaryOperator<JobSetBuilder> eachPodTemplate(
      UnaryOperator<PodTemplateSpecBuilder> change) {
    return jobSet -> {
      JobSet edited = jobSet.build();
      for (ReplicatedJob replicatedJob : edited.getSpec().getReplicatedJobs()) {
        JobSpec spec = replicatedJob.getTemplate().getSpec();
        spec.setTemplate(change.apply(new PodTemplateSpecBuilder(spec.getTemplate())).build());
      }
      return new JobSetBuilder(edited);
    };
  }

  private static Toleration toleration(long seconds) {
    return new TolerationBuilder()
        .withKey("spot")
        .withOperator("Exists")
        .withEffect("NoExecute")
        .withTolerationSeconds(seconds)
        .build();
  }
}
