package io.x_k8s.jobset.v1alpha2;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Default;
import io.fabric8.kubernetes.api.builder.Editable;
import io.sundr.builder.annotations.Buildable;
import io.x_k8s.jobset.crd.schema.AllowedValues;
import java.util.Objects;

/** What becomes of the claims when the JobSet ends. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"whenDeleted"})
@Buildable(
    editableEnabled = false,
    validationEnabled = false,
    generateBuilderPackage = false,
    lazyCollectionInitEnabled = true,
    builderPackage = "io.fabric8.kubernetes.api.builder")
public class VolumeClaimRetentionPolicy extends ExtensibleObject
    implements Editable<VolumeClaimRetentionPolicyBuilder> {
  private static final long serialVersionUID = 1L;

  @JsonProperty("whenDeleted")
  @Default(WhenDeleted.DELETE)
  @AllowedValues({WhenDeleted.DELETE, WhenDeleted.RETAIN})
  private String whenDeleted;

  /**
   * What happens to the claims when the JobSet is deleted. {@code Delete}: they are owned by the
   * JobSet and deleted with it. {@code Retain}: they have no owner and stay. Defaults to {@code
   * Delete}.
   *
   * @return null when the field is absent
   */
  public String getWhenDeleted() {
    return whenDeleted;
  }

  /**
   * Sets {@link #getWhenDeleted()}.
   *
   * @param whenDeleted the new value; null leaves the field out
   */
  public void setWhenDeleted(String whenDeleted) {
    this.whenDeleted = whenDeleted;
  }

  /** A builder that starts from a copy of this object. */
  @Override
  @JsonIgnore
  public VolumeClaimRetentionPolicyBuilder edit() {
    return new VolumeClaimRetentionPolicyBuilder(this);
  }

  /** The same as {@link #edit()}, under the name that builders elsewhere use. */
  @JsonIgnore
  public VolumeClaimRetentionPolicyBuilder toBuilder() {
    return edit();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof VolumeClaimRetentionPolicy that
            && Objects.equals(whenDeleted, that.whenDeleted)
            && hasSameAdditionalProperties(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(whenDeleted, getAdditionalProperties());
  }

  @Override
  public String toString() {
    return "VolumeClaimRetentionPolicy(whenDeleted="
        + whenDeleted
        + ", additionalProperties="
        + getAdditionalProperties()
        + ")";
  }
}
