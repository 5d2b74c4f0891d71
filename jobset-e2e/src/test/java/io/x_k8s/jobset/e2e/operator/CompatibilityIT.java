package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A;
import static io.x_k8s.jobset.e2e.operator.JobSets.A0;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.B;
import static io.x_k8s.jobset.e2e.operator.JobSets.B0;
import static io.x_k8s.jobset.e2e.operator.JobSets.B1;
import static io.x_k8s.jobset.e2e.operator.JobSets.B2;
import static io.x_k8s.jobset.e2e.operator.JobSets.JOBS_OF_B;
import static io.x_k8s.jobset.e2e.operator.JobSets.NAME;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.JobSets.failurePolicy;
import static io.x_k8s.jobset.e2e.operator.Waiting.consistently;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.names.JobKey;
import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What programs that drive JobSets rely on without saying so. */
@OperatorTest
class CompatibilityIT {
  private static final Set<String> KNOWN_CONDITIONS =
      Set.of(
          "Completed",
          "Failed",
          "Suspended",
          "RestartingJobSet",
          "StartupPolicyInProgress",
          "StartupPolicyCompleted");

  /** Metaflow, xpk, AXLearn. */
  @Test
  void terminalConditionIsTrueAndTheLastOfTheKnownOnes(TestNamespace namespace) {
    namespace.create(
        f1(
            failurePolicy(1)
                .andThen(
                    spec ->
                        spec.withSuspend(true)
                            .withNewStartupPolicy()
                            .withStartupPolicyOrder("InOrder")
                            .endStartupPolicy())));
    List<Condition> seen = new ArrayList<>();
    namespace.jobController().suspended(ALL_JOBS);
    namespace.change(jobSet -> jobSet.getSpec().setSuspend(false));
    for (int attempt = 0; attempt < 2; attempt++) {
      namespace.jobController().ready(A0);
      namespace.jobController().ready(JOBS_OF_B);
      eventually(
          () ->
              JobSetAssert.assertThat(namespace.jobSet())
                  .hasCondition(
                      JobSetConditions.STARTUP_POLICY_COMPLETED,
                      "True",
                      "InOrderStartupPolicyCompleted"));
      seen.addAll(namespace.jobSet().getStatus().getConditions());
      if (attempt == 0) {
        namespace.jobController().fail(B0);
        namespace.jobController().finishDeleting(4);
        eventually(
            () ->
                JobSetAssert.assertThat(namespace.jobSet())
                    .hasCondition(
                        JobSetConditions.STARTUP_POLICY_COMPLETED,
                        "False",
                        "InOrderStartupPolicyCompleted"));
      }
    }
    assertThat(seen).noneMatch(condition -> condition.getType().equals("Completed"));

    namespace.jobController().fail(B1);

    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isFailed("ReachedMaxRestarts"));
    namespace.change(jobSet -> jobSet.getSpec().setSuspend(true));
    namespace.jobController().finishDeleting(3);
    consistently(
        () -> {
          List<Condition> conditions = namespace.jobSet().getStatus().getConditions();
          assertThat(conditions.get(conditions.size() - 1).getType()).isEqualTo("Failed");
          assertThat(conditions).noneMatch(condition -> condition.getType().equals("Completed"));
          assertThat(conditions)
              .extracting(Condition::getType)
              .allMatch(KNOWN_CONDITIONS::contains)
              .doesNotHaveDuplicates();
        });
  }

  /** Metaflow reads every counter, Kueue compares entries exactly. */
  @Test
  void countersAreThereEvenWhenTheyAreZero(TestNamespace namespace) throws IOException {
    namespace.create(f1(1));
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).hasCounts(B + ": ", A + ": "));

    JsonNode status =
        new ObjectMapper()
            .readTree(
                namespace
                    .client()
                    .raw(
                        "/apis/jobset.x-k8s.io/v1alpha2/namespaces/%s/jobsets/%s"
                            .formatted(namespace.name(), NAME)))
            .path("status");

    assertThat(status.path("restarts").isInt()).isTrue();
    assertThat(status.has("restartsCountTowardsMax")).isFalse();
    assertThat(status.path("replicatedJobsStatus"))
        .hasSize(2)
        .allSatisfy(
            entry -> {
              assertThat(entry.fieldNames())
                  .toIterable()
                  .containsExactlyInAnyOrder(
                      "name", "ready", "succeeded", "failed", "active", "suspended");
              assertThat(entry.path("ready").isInt()).isTrue();
            });
    assertThat(status.path("replicatedJobsStatus").findValuesAsText("name")).containsExactly(B, A);
  }

  /** JAX, Metaflow, Flyte: labels and annotations alike, on Jobs and on Pods. */
  @Test
  void jobsAndPodsCarryTheSameLabelsAndAnnotations(TestNamespace namespace) {
    namespace.create(f1());
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));

    Job job = namespace.job(B2);

    List<String> keys =
        List.of(
            "jobset-name",
            "jobset-uid",
            "replicatedjob-name",
            "replicatedjob-replicas",
            "global-replicas",
            "job-index",
            "job-global-index",
            "job-key",
            "restart-attempt",
            "group-name",
            "group-replicas",
            "job-group-index");
    List<String> values =
        List.of(
            NAME,
            namespace.jobSet().getMetadata().getUid(),
            B,
            "3",
            "4",
            "2",
            "3",
            JobKey.of(namespace.name(), B2),
            "0",
            "default",
            "4",
            "3");
    for (int i = 0; i < keys.size(); i++) {
      String key = "jobset.sigs.k8s.io/" + keys.get(i);
      assertThat(
              List.of(
                  job.getMetadata().getLabels().get(key),
                  job.getMetadata().getAnnotations().get(key),
                  job.getSpec().getTemplate().getMetadata().getLabels().get(key),
                  job.getSpec().getTemplate().getMetadata().getAnnotations().get(key)))
          .as(key)
          .containsOnly(values.get(i));
    }
    assertThat(job.getSpec().getTemplate().getSpec().getSubdomain()).isEqualTo(NAME);
    assertThat(namespace.services().get(0).getMetadata().getName()).isEqualTo(NAME);
  }

  /** Kueue's quota stays taken until nothing is active any more: that must not wait. */
  @Test
  void activeReachesZeroAtOnce(TestNamespace namespace) {
    namespace.create(f1());
    namespace.jobController().ready(ALL_JOBS);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": ready 3, active 3", A + ": ready 1, active 1"));

    namespace.change(jobSet -> jobSet.getSpec().setSuspend(true));
    eventually(() -> assertThat(namespace.suspendedJobs()).hasSize(4).doesNotContainValue(false));
    namespace.jobController().suspended(ALL_JOBS);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": suspended 3", A + ": suspended 1"));
  }

  /** Trainer applies the same JobSet again and again. */
  @Test
  void operatorNeverChangesTheSpec(TestNamespace namespace) {
    namespace.create(f1(1));
    namespace.jobController().fail(B0);
    namespace.jobController().finishDeleting(4);
    namespace.jobController().complete(ALL_JOBS);
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());

    assertThat(namespace.jobSet().getMetadata().getGeneration()).isEqualTo(1);
    assertThat(namespace.proxy().requests(request -> request.resource().equals("jobsets")))
        .filteredOn(ApiRequest::isWrite)
        .allMatch(ApiRequest::isStatusWrite);
  }
}
