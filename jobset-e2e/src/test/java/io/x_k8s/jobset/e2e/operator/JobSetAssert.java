package io.x_k8s.jobset.e2e.operator;

import io.fabric8.kubernetes.api.model.Condition;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** What a JobSet's status says. */
final class JobSetAssert extends AbstractAssert<JobSetAssert, JobSet> {

  private JobSetAssert(JobSet actual) {
    super(actual, JobSetAssert.class);
  }

  static JobSetAssert assertThat(JobSet actual) {
    return new JobSetAssert(actual);
  }

  JobSetAssert isCompleted() {
    return hasTerminalState("Completed")
        .hasCondition(JobSetConditions.COMPLETED, "True", "AllJobsCompleted");
  }

  JobSetAssert isFailed(String reason) {
    return hasTerminalState("Failed").hasCondition(JobSetConditions.FAILED, "True", reason);
  }

  JobSetAssert isNotFinished() {
    if (actual.getStatus() != null) {
      Assertions.assertThat(actual.getStatus().getTerminalState()).as("terminalState").isNull();
    }
    return hasNoCondition(JobSetConditions.COMPLETED).hasNoCondition(JobSetConditions.FAILED);
  }

  JobSetAssert hasCondition(String type, String status, String reason) {
    Assertions.assertThat(conditions())
        .as("conditions of %s", actual.getMetadata().getName())
        .anySatisfy(
            condition -> {
              Assertions.assertThat(condition.getType()).isEqualTo(type);
              Assertions.assertThat(condition.getStatus()).isEqualTo(status);
              Assertions.assertThat(condition.getReason()).isEqualTo(reason);
            });
    return this;
  }

  JobSetAssert hasMessage(String type, String message) {
    Assertions.assertThat(condition(type).map(Condition::getMessage))
        .as("message of %s", type)
        .contains(message);
    return this;
  }

  JobSetAssert hasNoCondition(String type) {
    Assertions.assertThat(conditions())
        .as("conditions of %s", actual.getMetadata().getName())
        .noneMatch(condition -> condition.getType().equals(type));
    return this;
  }

  JobSetAssert hasRestarts(int restarts, int countTowardsMax) {
    Assertions.assertThat(actual.getStatus()).as("status").isNotNull();
    Assertions.assertThat(
            List.of(
                actual.getStatus().getRestarts(), actual.getStatus().getRestartsCountTowardsMax()))
        .as("restarts, restartsCountTowardsMax")
        .containsExactly(restarts, countTowardsMax);
    return this;
  }

  /**
   * @param counts each entry of the list in its order, such as {@code "b: ready 1, active 3"};
   *     counters that are 0 are left out
   */
  JobSetAssert hasCounts(String... counts) {
    Assertions.assertThat(statuses().stream().map(JobSetAssert::text))
        .as("replicatedJobsStatus")
        .containsExactly(counts);
    return this;
  }

  /** The arrays of restarts of single Jobs; null for absent ones. */
  JobSetAssert hasJobRestarts(
      String replicatedJob, List<Integer> restarts, List<Integer> countTowardsMax) {
    Assertions.assertThat(statuses())
        .as("replicatedJobsStatus")
        .anySatisfy(
            status -> {
              Assertions.assertThat(status.getName()).isEqualTo(replicatedJob);
              Assertions.assertThat(status.getJobRestarts()).isEqualTo(restarts);
              Assertions.assertThat(status.getJobRestartsCountTowardsMax())
                  .isEqualTo(countTowardsMax);
            });
    return this;
  }

  private JobSetAssert hasTerminalState(String state) {
    Assertions.assertThat(actual.getStatus()).as("status").isNotNull();
    Assertions.assertThat(actual.getStatus().getTerminalState())
        .as("terminalState")
        .isEqualTo(state);
    return this;
  }

  private Optional<Condition> condition(String type) {
    return conditions().stream().filter(condition -> condition.getType().equals(type)).findFirst();
  }

  private List<Condition> conditions() {
    return actual.getStatus() == null || actual.getStatus().getConditions() == null
        ? List.of()
        : actual.getStatus().getConditions();
  }

  private List<ReplicatedJobStatus> statuses() {
    return actual.getStatus() == null || actual.getStatus().getReplicatedJobsStatus() == null
        ? List.of()
        : actual.getStatus().getReplicatedJobsStatus();
  }

  private static String text(ReplicatedJobStatus status) {
    List<String> counts = new ArrayList<>();
    add(counts, "ready", status.getReady());
    add(counts, "succeeded", status.getSucceeded());
    add(counts, "failed", status.getFailed());
    add(counts, "active", status.getActive());
    add(counts, "suspended", status.getSuspended());
    return status.getName() + ": " + String.join(", ", counts);
  }

  private static void add(List<String> counts, String name, int value) {
    if (value != 0) {
      counts.add(name + " " + value);
    }
  }
}
