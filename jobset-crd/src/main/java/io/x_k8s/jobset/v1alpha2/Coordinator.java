package io.x_k8s.jobset.v1alpha2;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.builder.Editable;
import io.sundr.builder.annotations.Buildable;
import java.util.Objects;

/** Names the Pod that coordinates the JobSet. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"replicatedJob", "jobIndex", "podIndex"})
@Buildable(
    editableEnabled = false,
    validationEnabled = false,
    generateBuilderPackage = false,
    lazyCollectionInitEnabled = true,
    builderPackage = "io.fabric8.kubernetes.api.builder")
public class Coordinator extends ExtensibleObject implements Editable<CoordinatorBuilder> {
  private static final long serialVersionUID = 1L;

  @JsonProperty("replicatedJob")
  @Required
  private String replicatedJob;

  @JsonProperty("jobIndex")
  private Long jobIndex;

  @JsonProperty("podIndex")
  private Long podIndex;

  /**
   * Name of the ReplicatedJob that the coordinating Pod belongs to.
   *
   * @return null when the field is absent
   */
  public String getReplicatedJob() {
    return replicatedJob;
  }

  /**
   * Sets {@link #getReplicatedJob()}.
   *
   * @param replicatedJob the new value; null leaves the field out
   */
  public void setReplicatedJob(String replicatedJob) {
    this.replicatedJob = replicatedJob;
  }

  /**
   * Index of the coordinating Job in its ReplicatedJob; at least 0 and less than its replicas. When
   * absent, 0.
   *
   * @return null when the field is absent
   */
  public Long getJobIndex() {
    return jobIndex;
  }

  /**
   * Sets {@link #getJobIndex()}.
   *
   * @param jobIndex the new value; null leaves the field out
   */
  public void setJobIndex(Long jobIndex) {
    this.jobIndex = jobIndex;
  }

  /**
   * Completion index of the coordinating Pod in its Job; at least 0 and less than the completions
   * of the Job. When absent, 0.
   *
   * @return null when the field is absent
   */
  public Long getPodIndex() {
    return podIndex;
  }

  /**
   * Sets {@link #getPodIndex()}.
   *
   * @param podIndex the new value; null leaves the field out
   */
  public void setPodIndex(Long podIndex) {
    this.podIndex = podIndex;
  }

  /** A builder that starts from a copy of this object. */
  @Override
  @JsonIgnore
  public CoordinatorBuilder edit() {
    return new CoordinatorBuilder(this);
  }

  /** The same as {@link #edit()}, under the name that builders elsewhere use. */
  @JsonIgnore
  public CoordinatorBuilder toBuilder() {
    return edit();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Coordinator that
            && Objects.equals(replicatedJob, that.replicatedJob)
            && Objects.equals(jobIndex, that.jobIndex)
            && Objects.equals(podIndex, that.podIndex)
            && hasSameAdditionalProperties(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(replicatedJob, jobIndex, podIndex, getAdditionalProperties());
  }

  @Override
  public String toString() {
    return "Coordinator(replicatedJob="
        + replicatedJob
        + ", jobIndex="
        + jobIndex
        + ", podIndex="
        + podIndex
        + ", additionalProperties="
        + getAdditionalProperties()
        + ")";
  }
}
