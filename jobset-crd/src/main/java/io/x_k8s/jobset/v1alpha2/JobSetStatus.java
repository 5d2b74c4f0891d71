package io.x_k8s.jobset.v1alpha2;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.builder.Editable;
import io.fabric8.kubernetes.api.model.Condition;
import io.sundr.builder.annotations.Buildable;
import io.sundr.builder.annotations.BuildableReference;
import io.x_k8s.jobset.crd.schema.ListType;
import java.util.List;
import java.util.Objects;

/**
 * What was last observed of a JobSet. Written by the controller only, through the status
 * subresource.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "conditions",
  "restarts",
  "restartsCountTowardsMax",
  "terminalState",
  "replicatedJobsStatus",
  "previousInPlaceRestartAttempt",
  "currentInPlaceRestartAttempt"
})
@Buildable(
    editableEnabled = false,
    validationEnabled = false,
    generateBuilderPackage = false,
    lazyCollectionInitEnabled = true,
    builderPackage = "io.fabric8.kubernetes.api.builder",
    refs = {@BuildableReference(Condition.class)})
public class JobSetStatus extends ExtensibleObject implements Editable<JobSetStatusBuilder> {
  private static final long serialVersionUID = 1L;

  @JsonProperty("conditions")
  @ListType(value = ListType.Kind.MAP, keys = "type")
  private List<Condition> conditions;

  @JsonProperty("restarts")
  private int restarts;

  @JsonProperty("restartsCountTowardsMax")
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  private int restartsCountTowardsMax;

  @JsonProperty("terminalState")
  private String terminalState;

  @JsonProperty("replicatedJobsStatus")
  @ListType(value = ListType.Kind.MAP, keys = "name")
  private List<ReplicatedJobStatus> replicatedJobsStatus;

  @JsonProperty("previousInPlaceRestartAttempt")
  @Min(0)
  private Integer previousInPlaceRestartAttempt;

  @JsonProperty("currentInPlaceRestartAttempt")
  @Min(0)
  private Integer currentInPlaceRestartAttempt;

  /**
   * Conditions of the JobSet: {@code Completed}, {@code Failed}, {@code Suspended}, {@code
   * RestartingJobSet}, {@code StartupPolicyInProgress}, {@code StartupPolicyCompleted}.
   *
   * @return the list itself, which may be changed; null when the field is absent
   */
  public List<Condition> getConditions() {
    return conditions;
  }

  /**
   * Sets {@link #getConditions()}.
   *
   * @param conditions the new value; null leaves the field out
   */
  public void setConditions(List<Condition> conditions) {
    this.conditions = conditions;
  }

  /**
   * How often all Jobs were recreated. Jobs labelled with a smaller attempt are left over from an
   * earlier one. Always written, also as 0.
   *
   * @return the number; 0 when nothing was stored
   */
  public int getRestarts() {
    return restarts;
  }

  /**
   * Sets {@link #getRestarts()}.
   *
   * @param restarts the new value
   */
  public void setRestarts(int restarts) {
    this.restarts = restarts;
  }

  /**
   * Those of {@code restarts} that count towards {@code maxRestarts}. Left out when 0.
   *
   * @return the number; 0 when nothing was stored
   */
  public int getRestartsCountTowardsMax() {
    return restartsCountTowardsMax;
  }

  /**
   * Sets {@link #getRestartsCountTowardsMax()}.
   *
   * @param restartsCountTowardsMax the new value
   */
  public void setRestartsCountTowardsMax(int restartsCountTowardsMax) {
    this.restartsCountTowardsMax = restartsCountTowardsMax;
  }

  /**
   * {@code Completed} or {@code Failed} once the JobSet has ended; otherwise absent.
   *
   * @return null when the field is absent
   */
  public String getTerminalState() {
    return terminalState;
  }

  /**
   * Sets {@link #getTerminalState()}.
   *
   * @param terminalState the new value; null leaves the field out
   */
  public void setTerminalState(String terminalState) {
    this.terminalState = terminalState;
  }

  /**
   * Progress of the Jobs, one entry for each ReplicatedJob of the spec. The order carries no
   * meaning.
   *
   * @return the list itself, which may be changed; null when the field is absent
   */
  public List<ReplicatedJobStatus> getReplicatedJobsStatus() {
    return replicatedJobsStatus;
  }

  /**
   * Sets {@link #getReplicatedJobsStatus()}.
   *
   * @param replicatedJobsStatus the new value; null leaves the field out
   */
  public void setReplicatedJobsStatus(List<ReplicatedJobStatus> replicatedJobsStatus) {
    this.replicatedJobsStatus = replicatedJobsStatus;
  }

  /**
   * Pods whose in-place restart attempt is at most this must restart in place. Written only with
   * the feature gate {@code InPlaceRestart}; read by the agent in the Pods.
   *
   * @return null when the field is absent
   */
  public Integer getPreviousInPlaceRestartAttempt() {
    return previousInPlaceRestartAttempt;
  }

  /**
   * Sets {@link #getPreviousInPlaceRestartAttempt()}.
   *
   * @param previousInPlaceRestartAttempt the new value; null leaves the field out
   */
  public void setPreviousInPlaceRestartAttempt(Integer previousInPlaceRestartAttempt) {
    this.previousInPlaceRestartAttempt = previousInPlaceRestartAttempt;
  }

  /**
   * Pods whose in-place restart attempt equals this may start their work. Written only with the
   * feature gate {@code InPlaceRestart}; read by the agent in the Pods.
   *
   * @return null when the field is absent
   */
  public Integer getCurrentInPlaceRestartAttempt() {
    return currentInPlaceRestartAttempt;
  }

  /**
   * Sets {@link #getCurrentInPlaceRestartAttempt()}.
   *
   * @param currentInPlaceRestartAttempt the new value; null leaves the field out
   */
  public void setCurrentInPlaceRestartAttempt(Integer currentInPlaceRestartAttempt) {
    this.currentInPlaceRestartAttempt = currentInPlaceRestartAttempt;
  }

  /** A builder that starts from a copy of this object. */
  @Override
  @JsonIgnore
  public JobSetStatusBuilder edit() {
    return new JobSetStatusBuilder(this);
  }

  /** The same as {@link #edit()}, under the name that builders elsewhere use. */
  @JsonIgnore
  public JobSetStatusBuilder toBuilder() {
    return edit();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof JobSetStatus that
            && Objects.equals(conditions, that.conditions)
            && restarts == that.restarts
            && restartsCountTowardsMax == that.restartsCountTowardsMax
            && Objects.equals(terminalState, that.terminalState)
            && Objects.equals(replicatedJobsStatus, that.replicatedJobsStatus)
            && Objects.equals(previousInPlaceRestartAttempt, that.previousInPlaceRestartAttempt)
            && Objects.equals(currentInPlaceRestartAttempt, that.currentInPlaceRestartAttempt)
            && hasSameAdditionalProperties(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        conditions,
        restarts,
        restartsCountTowardsMax,
        terminalState,
        replicatedJobsStatus,
        previousInPlaceRestartAttempt,
        currentInPlaceRestartAttempt,
        getAdditionalProperties());
  }

  @Override
  public String toString() {
    return "JobSetStatus(conditions="
        + conditions
        + ", restarts="
        + restarts
        + ", restartsCountTowardsMax="
        + restartsCountTowardsMax
        + ", terminalState="
        + terminalState
        + ", replicatedJobsStatus="
        + replicatedJobsStatus
        + ", previousInPlaceRestartAttempt="
        + previousInPlaceRestartAttempt
        + ", currentInPlaceRestartAttempt="
        + currentInPlaceRestartAttempt
        + ", additionalProperties="
        + getAdditionalProperties()
        + ")";
  }
}
