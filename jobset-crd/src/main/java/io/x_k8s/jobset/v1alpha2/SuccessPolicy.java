package io.x_k8s.jobset.v1alpha2;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.builder.Editable;
import io.sundr.builder.annotations.Buildable;
import io.x_k8s.jobset.crd.schema.AllowedValues;
import io.x_k8s.jobset.crd.schema.ListType;
import java.util.List;
import java.util.Objects;

/** Which Jobs must succeed for the JobSet to be completed. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"operator", "targetReplicatedJobs"})
@Buildable(
    editableEnabled = false,
    validationEnabled = false,
    generateBuilderPackage = false,
    lazyCollectionInitEnabled = true,
    builderPackage = "io.fabric8.kubernetes.api.builder")
public class SuccessPolicy extends ExtensibleObject implements Editable<SuccessPolicyBuilder> {
  private static final long serialVersionUID = 1L;

  @JsonProperty("operator")
  @Required
  @AllowedValues({SuccessPolicyOperator.ALL, SuccessPolicyOperator.ANY})
  private String operator;

  @JsonProperty("targetReplicatedJobs")
  @ListType(ListType.Kind.ATOMIC)
  private List<String> targetReplicatedJobs;

  /**
   * {@code All}: every Job of the target ReplicatedJobs must succeed. {@code Any}: one of them is
   * enough.
   *
   * @return null when the field is absent
   */
  public String getOperator() {
    return operator;
  }

  /**
   * Sets {@link #getOperator()}.
   *
   * @param operator the new value; null leaves the field out
   */
  public void setOperator(String operator) {
    this.operator = operator;
  }

  /**
   * Names of the ReplicatedJobs that the operator looks at. Empty or absent means all of them.
   *
   * @return the list itself, which may be changed; null when the field is absent
   */
  public List<String> getTargetReplicatedJobs() {
    return targetReplicatedJobs;
  }

  /**
   * Sets {@link #getTargetReplicatedJobs()}.
   *
   * @param targetReplicatedJobs the new value; null leaves the field out
   */
  public void setTargetReplicatedJobs(List<String> targetReplicatedJobs) {
    this.targetReplicatedJobs = targetReplicatedJobs;
  }

  /** A builder that starts from a copy of this object. */
  @Override
  @JsonIgnore
  public SuccessPolicyBuilder edit() {
    return new SuccessPolicyBuilder(this);
  }

  /** The same as {@link #edit()}, under the name that builders elsewhere use. */
  @JsonIgnore
  public SuccessPolicyBuilder toBuilder() {
    return edit();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof SuccessPolicy that
            && Objects.equals(operator, that.operator)
            && Objects.equals(targetReplicatedJobs, that.targetReplicatedJobs)
            && hasSameAdditionalProperties(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(operator, targetReplicatedJobs, getAdditionalProperties());
  }

  @Override
  public String toString() {
    return "SuccessPolicy(operator="
        + operator
        + ", targetReplicatedJobs="
        + targetReplicatedJobs
        + ", additionalProperties="
        + getAdditionalProperties()
        + ")";
  }
}
