package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.B;
import static io.x_k8s.jobset.e2e.operator.JobSets.B0;
import static io.x_k8s.jobset.e2e.operator.JobSets.B1;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.JobSets.named;
import static io.x_k8s.jobset.e2e.operator.JobSets.replicatedJob;
import static io.x_k8s.jobset.e2e.operator.JobSets.rule;
import static io.x_k8s.jobset.e2e.operator.Waiting.consistently;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.FailurePolicyAction;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OperatorTest
class BadInputIT {
  private static final String MINIMAL =
      """
      apiVersion: jobset.x-k8s.io/v1alpha2
      kind: JobSet
      metadata:
        name: test-js
      spec:
        replicatedJobs:
          - name: w
            template:
              spec:
                template:
                  spec:
                    containers:
                      - name: main
                        image: busybox
      """;

  /** An object as it is stored where there never was an admission webhook. */
  @Test
  @Tag("controller:P-013")
  void jobSetWithoutAnyDefaultsRunsToItsEnd(TestNamespace namespace) {
    apply(namespace, MINIMAL);

    eventually(
        () -> {
          assertThat(namespace.jobs()).containsOnlyKeys("test-js-w-0");
          JobSetAssert.assertThat(namespace.jobSet()).hasCounts("w: ");
        });
    assertThat(namespace.services()).isEmpty();
    Job job = namespace.job("test-js-w-0");
    assertThat(job.getSpec().getTemplate().getSpec().getRestartPolicy()).isEqualTo("OnFailure");
    assertThat(job.getSpec().getSuspend()).isFalse();

    namespace.jobController().complete("test-js-w-0");

    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());
  }

  @ParameterizedTest
  @CsvSource({
    "'replicatedJobs:', 'suspend: 7\n  replicatedJobs:', spec.suspend",
    "'name: w', 'name: w\n      replicas: many', spec.replicatedJobs[0].replicas",
    "'replicatedJobs:', 'successPolicy: {operator: Some}\n  replicatedJobs:', spec.successPolicy.operator",
    "'replicatedJobs:', 'startupPolicy: {startupPolicyOrder: Sometime}\n  replicatedJobs:', spec.startupPolicy.startupPolicyOrder",
    "'    template:', '    mistake:', spec.replicatedJobs[0].template",
  })
  void manifestThatTheSchemaRefusesIsRefusedByItsPath(
      String found, String replacement, String path, TestNamespace namespace) {
    String manifest = MINIMAL.replaceFirst(found, replacement);

    assertThatThrownBy(() -> apply(namespace, manifest))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(422);
              assertThat(e.getStatus().getMessage()).contains(path);
            });
  }

  /** Section 24, no. 4: what is unusable is made anew, and nothing else suffers. */
  @Test
  @Tag("controller:B-009")
  void jobWithoutAReadableAttemptIsMadeAnew(TestNamespace namespace) {
    namespace.create(f1());
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    Map<String, String> before = namespace.jobUids();

    spoil(namespace, B1, JobSetLabels.RESTART_ATTEMPT);

    namespace.jobController().finishDeleting(B1);
    eventually(
        () ->
            assertThat(namespace.jobUids())
                .containsOnlyKeys(ALL_JOBS)
                .doesNotContainEntry(B1, before.get(B1)));
    before.remove(B1);
    assertThat(namespace.jobUids()).containsAllEntriesOf(before);
    eventually(
        () ->
            assertThat(namespace.events())
                .anySatisfy(
                    event -> assertThat(event.note()).contains(B1, JobSetLabels.RESTART_ATTEMPT)));
    JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(0, 0);
    namespace.jobController().complete(ALL_JOBS);
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());
  }

  @Test
  @Tag("controller:B-009")
  void annotationStandsInForADamagedLabel(TestNamespace namespace) {
    namespace.create(f1());
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    Map<String, String> before = namespace.jobUids();

    namespace
        .jobResource(B1)
        .edit(
            job ->
                new JobBuilder(job)
                    .editMetadata()
                    .addToLabels(JobSetLabels.RESTART_ATTEMPT, "abc")
                    .endMetadata()
                    .build());

    consistently(() -> assertThat(namespace.jobUids()).isEqualTo(before));
    assertThat(namespace.jobController().deleting()).isEmpty();
    namespace.jobController().complete(ALL_JOBS);
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());
  }

  @Test
  @Tag("controller:B-012")
  @Gates("RestartJob")
  void jobBeyondTheReplicasIsDeleted(TestNamespace namespace) {
    namespace.create(f1());
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));

    namespace
        .jobResource(B1)
        .edit(
            job ->
                new JobBuilder(job)
                    .editMetadata()
                    .addToLabels(JobSetLabels.JOB_INDEX, "5")
                    .addToAnnotations(JobSetLabels.JOB_INDEX, "5")
                    .endMetadata()
                    .build());

    namespace.jobController().finishDeleting(B1);
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    assertThat(namespace.job(B1).getMetadata().getLabels())
        .containsEntry(JobSetLabels.JOB_INDEX, "1");
    namespace.jobController().complete(ALL_JOBS);
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());
  }

  /** Section 24, no. 10. */
  @Test
  void invalidPatternMatchesNothingAndIsToldOf(TestNamespace namespace) {
    namespace.create(
        f1(
            1,
            rule("bad", FailurePolicyAction.FAIL_JOB_SET)
                .withOnJobFailureMessagePatterns("(unclosed")
                .build()));

    namespace.jobController().fail(B0);

    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(1, 1));
    eventually(
        () ->
            assertThat(namespace.events())
                .anySatisfy(
                    event -> {
                      assertThat(event.type()).isEqualTo("Warning");
                      assertThat(event.note()).contains("\"bad\"", "(unclosed");
                    }));
  }

  /** The webhook refuses it where the gate is off; where there is none, others go on. */
  @Test
  @Tag("controller:R-040")
  void actionOfAFeatureThatIsOffHoldsUpNobodyElse(TestNamespace namespace) {
    namespace.create(f1(1, rule("single", FailurePolicyAction.RESTART_JOB).build()));
    namespace.jobController().fail(B0);
    namespace.create(
        named("other", spec -> spec.withReplicatedJobs(replicatedJob("w", 1).build())));

    namespace.jobController().complete("other-w-0");

    eventually(() -> JobSetAssert.assertThat(namespace.jobSet("other")).isCompleted());
    eventually(
        () -> JobSetAssert.assertThat(namespace.jobSet()).hasCounts(B + ": failed 1", A + ": "));
    JobSetAssert.assertThat(namespace.jobSet()).isNotFinished().hasRestarts(0, 0);
    eventually(
        () ->
            assertThat(namespace.events())
                .anySatisfy(
                    event ->
                        assertThat(event.note())
                            .contains(
                                "RestartJob failure policy action cannot be used when the feature"
                                    + " gate RestartJob is disabled")));
  }

  private static void apply(TestNamespace namespace, String manifest) {
    namespace
        .client()
        .resource(Serialization.unmarshal(manifest, GenericKubernetesResource.class))
        .inNamespace(namespace.name())
        .create();
  }

  private static void spoil(TestNamespace namespace, String job, String key) {
    namespace
        .jobResource(job)
        .edit(
            found ->
                new JobBuilder(found)
                    .editMetadata()
                    .addToLabels(key, "abc")
                    .removeFromAnnotations(key)
                    .endMetadata()
                    .build());
  }
}
