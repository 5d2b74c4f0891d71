package io.x_k8s.jobset.testing;

import io.fabric8.kubernetes.api.model.Condition;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetConditionReasons;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import io.x_k8s.jobset.v1alpha2.TerminalState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/**
 * Assertions on what a JobSet's status says. A status that the operator has not written yet counts
 * as one without conditions and with zeros.
 *
 * <pre>{@code
 * assertThat(jobSet).isNotFinished().hasRestarts(1).hasCounts("workers: ready 4, active 4");
 * }</pre>
 */
public final class JobSetAssert extends AbstractAssert<JobSetAssert, JobSet> {
  private static final String TRUE = "True";

  private JobSetAssert(JobSet actual) {
    super(actual, JobSetAssert.class);
  }

  /**
   * Begins assertions on a JobSet. Goes together with AssertJ's own {@code assertThat}: both can be
   * imported statically.
   *
   * @param actual the JobSet, as it was read
   * @return its assertions
   */
  public static JobSetAssert assertThat(JobSet actual) {
    return new JobSetAssert(actual);
  }

  /**
   * It has ended, and its success policy was met.
   *
   * @return this
   */
  public JobSetAssert isCompleted() {
    return hasTerminalState(TerminalState.COMPLETED)
        .hasCondition(JobSetConditions.COMPLETED, TRUE, JobSetConditionReasons.ALL_JOBS_COMPLETED);
  }

  /**
   * It has failed.
   *
   * @return this
   */
  public JobSetAssert isFailed() {
    return hasTerminalState(TerminalState.FAILED).hasConditionTrue(JobSetConditions.FAILED);
  }

  /**
   * It has failed for this reason.
   *
   * @param reason such as {@link JobSetConditionReasons#REACHED_MAX_RESTARTS}
   * @return this
   */
  public JobSetAssert isFailed(String reason) {
    return hasTerminalState(TerminalState.FAILED)
        .hasCondition(JobSetConditions.FAILED, TRUE, reason);
  }

  /**
   * It has neither completed nor failed.
   *
   * @return this
   */
  public JobSetAssert isNotFinished() {
    Assertions.assertThat(status().getTerminalState()).as(describe("terminalState")).isNull();
    return hasNoCondition(JobSetConditions.COMPLETED).hasNoCondition(JobSetConditions.FAILED);
  }

  /**
   * Its status says that its Jobs are suspended, which is later than its spec says it.
   *
   * @return this
   */
  public JobSetAssert isSuspended() {
    return hasConditionTrue(JobSetConditions.SUSPENDED);
  }

  /**
   * Its status does not say that its Jobs are suspended.
   *
   * @return this
   */
  public JobSetAssert isNotSuspended() {
    return hasConditionNotTrue(JobSetConditions.SUSPENDED);
  }

  /**
   * It is being restarted: its Jobs are made anew, and are not all ready yet.
   *
   * @return this
   */
  public JobSetAssert isRestarting() {
    return hasConditionTrue(JobSetConditions.RESTARTING_JOB_SET);
  }

  /**
   * It is not being restarted.
   *
   * @return this
   */
  public JobSetAssert isNotRestarting() {
    return hasConditionNotTrue(JobSetConditions.RESTARTING_JOB_SET);
  }

  /**
   * It has a condition.
   *
   * @param type such as {@link JobSetConditions#FAILED}
   * @param status {@code True} or {@code False}
   * @param reason such as {@link JobSetConditionReasons#FAILED_JOBS}
   * @return this
   */
  public JobSetAssert hasCondition(String type, String status, String reason) {
    Assertions.assertThat(conditions())
        .as(describe("conditions"))
        .anySatisfy(
            condition -> {
              Assertions.assertThat(condition.getType()).isEqualTo(type);
              Assertions.assertThat(condition.getStatus()).isEqualTo(status);
              Assertions.assertThat(condition.getReason()).isEqualTo(reason);
            });
    return this;
  }

  /**
   * It has a condition with this message.
   *
   * @param type such as {@link JobSetConditions#FAILED}
   * @param message all of it
   * @return this
   */
  public JobSetAssert hasMessage(String type, String message) {
    Assertions.assertThat(condition(type).map(Condition::getMessage))
        .as(describe("message of " + type))
        .contains(message);
    return this;
  }

  /**
   * It has no condition of this type, neither True nor False.
   *
   * @param type such as {@link JobSetConditions#RESTARTING_JOB_SET}
   * @return this
   */
  public JobSetAssert hasNoCondition(String type) {
    Assertions.assertThat(conditions())
        .as(describe("conditions"))
        .noneMatch(condition -> condition.getType().equals(type));
    return this;
  }

  /**
   * It was restarted as a whole this often.
   *
   * @param restarts the number
   * @return this
   */
  public JobSetAssert hasRestarts(int restarts) {
    Assertions.assertThat(status().getRestarts()).as(describe("restarts")).isEqualTo(restarts);
    return this;
  }

  /**
   * It was restarted as a whole this often.
   *
   * @param restarts the number
   * @param countTowardsMax how many of them count towards {@code maxRestarts}
   * @return this
   */
  public JobSetAssert hasRestarts(int restarts, int countTowardsMax) {
    Assertions.assertThat(List.of(status().getRestarts(), status().getRestartsCountTowardsMax()))
        .as(describe("restarts, restartsCountTowardsMax"))
        .containsExactly(restarts, countTowardsMax);
    return this;
  }

  /**
   * Its Jobs are this far.
   *
   * @param counts each ReplicatedJob in the order of the status, which is by name, descending, such
   *     as {@code "workers: ready 1, active 3"}; of {@code ready}, {@code succeeded}, {@code
   *     failed}, {@code active}, {@code suspended}, in this order, those that are not 0
   * @return this
   */
  public JobSetAssert hasCounts(String... counts) {
    Assertions.assertThat(statuses().stream().map(JobSetAssert::text))
        .as(describe("replicatedJobsStatus"))
        .containsExactly(counts);
    return this;
  }

  /**
   * Single Jobs of a ReplicatedJob were restarted this often.
   *
   * @param replicatedJob its name
   * @param restarts the number for each index; null if none is stored
   * @param countTowardsMax those of them that count towards {@code maxRestarts}; null if none is
   *     stored
   * @return this
   */
  public JobSetAssert hasJobRestarts(
      String replicatedJob, List<Integer> restarts, List<Integer> countTowardsMax) {
    Assertions.assertThat(statuses())
        .as(describe("replicatedJobsStatus"))
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
    Assertions.assertThat(status().getTerminalState())
        .as(describe("terminalState"))
        .isEqualTo(state);
    return this;
  }

  private JobSetAssert hasConditionTrue(String type) {
    Assertions.assertThat(condition(type).map(Condition::getStatus))
        .as(describe("status of " + type))
        .contains(TRUE);
    return this;
  }

  private JobSetAssert hasConditionNotTrue(String type) {
    Assertions.assertThat(condition(type).map(Condition::getStatus))
        .as(describe("status of " + type))
        .isNotEqualTo(Optional.of(TRUE));
    return this;
  }

  private String describe(String what) {
    return "%s of JobSet %s".formatted(what, actual.getMetadata().getName());
  }

  private Optional<Condition> condition(String type) {
    return conditions().stream().filter(condition -> condition.getType().equals(type)).findFirst();
  }

  private List<Condition> conditions() {
    return Objects.requireNonNullElse(status().getConditions(), List.of());
  }

  private List<ReplicatedJobStatus> statuses() {
    return Objects.requireNonNullElse(status().getReplicatedJobsStatus(), List.of());
  }

  private JobSetStatus status() {
    isNotNull();
    return Objects.requireNonNullElseGet(actual.getStatus(), JobSetStatus::new);
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
