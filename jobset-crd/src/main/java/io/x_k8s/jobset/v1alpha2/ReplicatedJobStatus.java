package io.x_k8s.jobset.v1alpha2;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.builder.Editable;
import io.sundr.builder.annotations.Buildable;
import io.x_k8s.jobset.crd.schema.ListType;
import java.util.List;
import java.util.Objects;

/** Progress of the Jobs of one ReplicatedJob. The five counters are always written, also as 0. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "name",
  "ready",
  "succeeded",
  "failed",
  "active",
  "suspended",
  "jobRestarts",
  "jobRestartsCountTowardsMax"
})
@Buildable(
    editableEnabled = false,
    validationEnabled = false,
    generateBuilderPackage = false,
    lazyCollectionInitEnabled = true,
    builderPackage = "io.fabric8.kubernetes.api.builder")
public class ReplicatedJobStatus extends ExtensibleObject
    implements Editable<ReplicatedJobStatusBuilder> {
  private static final long serialVersionUID = 1L;

  @JsonProperty("name")
  @Required
  private String name;

  @JsonProperty("ready")
  @Required
  private int ready;

  @JsonProperty("succeeded")
  @Required
  private int succeeded;

  @JsonProperty("failed")
  @Required
  private int failed;

  @JsonProperty("active")
  @Required
  private int active;

  @JsonProperty("suspended")
  @Required
  private int suspended;

  @JsonProperty("jobRestarts")
  @ListType(ListType.Kind.ATOMIC)
  @Size(max = 1024)
  private List<Integer> jobRestarts;

  @JsonProperty("jobRestartsCountTowardsMax")
  @ListType(ListType.Kind.ATOMIC)
  @Size(max = 1024)
  private List<Integer> jobRestartsCountTowardsMax;

  /**
   * Name of the ReplicatedJob.
   *
   * @return null when the field is absent
   */
  public String getName() {
    return name;
  }

  /**
   * Sets {@link #getName()}.
   *
   * @param name the new value; null leaves the field out
   */
  public void setName(String name) {
    this.name = name;
  }

  /**
   * Number of unfinished Jobs whose ready and succeeded Pods are at least as many as the smaller of
   * parallelism and completions.
   *
   * @return the number; 0 when nothing was stored
   */
  public int getReady() {
    return ready;
  }

  /**
   * Sets {@link #getReady()}.
   *
   * @param ready the new value
   */
  public void setReady(int ready) {
    this.ready = ready;
  }

  /**
   * Number of Jobs of the current attempt that have completed.
   *
   * @return the number; 0 when nothing was stored
   */
  public int getSucceeded() {
    return succeeded;
  }

  /**
   * Sets {@link #getSucceeded()}.
   *
   * @param succeeded the new value
   */
  public void setSucceeded(int succeeded) {
    this.succeeded = succeeded;
  }

  /**
   * Number of Jobs of the current attempt that have failed.
   *
   * @return the number; 0 when nothing was stored
   */
  public int getFailed() {
    return failed;
  }

  /**
   * Sets {@link #getFailed()}.
   *
   * @param failed the new value
   */
  public void setFailed(int failed) {
    this.failed = failed;
  }

  /**
   * Number of unfinished Jobs of the current attempt with at least one active Pod.
   *
   * @return the number; 0 when nothing was stored
   */
  public int getActive() {
    return active;
  }

  /**
   * Sets {@link #getActive()}.
   *
   * @param active the new value
   */
  public void setActive(int active) {
    this.active = active;
  }

  /**
   * Number of unfinished Jobs of the current attempt that are suspended.
   *
   * @return the number; 0 when nothing was stored
   */
  public int getSuspended() {
    return suspended;
  }

  /**
   * Sets {@link #getSuspended()}.
   *
   * @param suspended the new value
   */
  public void setSuspended(int suspended) {
    this.suspended = suspended;
  }

  /**
   * How often each single Job was restarted; the entry at position i is about the Job with index i.
   * Written only with the feature gate {@code RestartJob}; absent reads as all zeros.
   *
   * @return the list itself, which may be changed; null when the field is absent
   */
  public List<Integer> getJobRestarts() {
    return jobRestarts;
  }

  /**
   * Sets {@link #getJobRestarts()}.
   *
   * @param jobRestarts the new value; null leaves the field out
   */
  public void setJobRestarts(List<Integer> jobRestarts) {
    this.jobRestarts = jobRestarts;
  }

  /**
   * Those of {@code jobRestarts} that count towards {@code maxRestarts}, in the same order. Written
   * only with the feature gate {@code RestartJob}; absent reads as all zeros.
   *
   * @return the list itself, which may be changed; null when the field is absent
   */
  public List<Integer> getJobRestartsCountTowardsMax() {
    return jobRestartsCountTowardsMax;
  }

  /**
   * Sets {@link #getJobRestartsCountTowardsMax()}.
   *
   * @param jobRestartsCountTowardsMax the new value; null leaves the field out
   */
  public void setJobRestartsCountTowardsMax(List<Integer> jobRestartsCountTowardsMax) {
    this.jobRestartsCountTowardsMax = jobRestartsCountTowardsMax;
  }

  /** A builder that starts from a copy of this object. */
  @Override
  @JsonIgnore
  public ReplicatedJobStatusBuilder edit() {
    return new ReplicatedJobStatusBuilder(this);
  }

  /** The same as {@link #edit()}, under the name that builders elsewhere use. */
  @JsonIgnore
  public ReplicatedJobStatusBuilder toBuilder() {
    return edit();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof ReplicatedJobStatus that
            && Objects.equals(name, that.name)
            && ready == that.ready
            && succeeded == that.succeeded
            && failed == that.failed
            && active == that.active
            && suspended == that.suspended
            && Objects.equals(jobRestarts, that.jobRestarts)
            && Objects.equals(jobRestartsCountTowardsMax, that.jobRestartsCountTowardsMax)
            && hasSameAdditionalProperties(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        name,
        ready,
        succeeded,
        failed,
        active,
        suspended,
        jobRestarts,
        jobRestartsCountTowardsMax,
        getAdditionalProperties());
  }

  @Override
  public String toString() {
    return "ReplicatedJobStatus(name="
        + name
        + ", ready="
        + ready
        + ", succeeded="
        + succeeded
        + ", failed="
        + failed
        + ", active="
        + active
        + ", suspended="
        + suspended
        + ", jobRestarts="
        + jobRestarts
        + ", jobRestartsCountTowardsMax="
        + jobRestartsCountTowardsMax
        + ", additionalProperties="
        + getAdditionalProperties()
        + ")";
  }
}
