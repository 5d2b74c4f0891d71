package io.x_k8s.jobset.v1alpha2;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.builder.Editable;
import io.sundr.builder.annotations.Buildable;
import io.x_k8s.jobset.crd.schema.AllowedValues;
import java.util.Objects;

/** One earlier ReplicatedJob that must reach a state before the Jobs of this one are created. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"name", "status"})
@Buildable(
    editableEnabled = false,
    validationEnabled = false,
    generateBuilderPackage = false,
    lazyCollectionInitEnabled = true,
    builderPackage = "io.fabric8.kubernetes.api.builder")
public class DependsOn extends ExtensibleObject implements Editable<DependsOnBuilder> {
  private static final long serialVersionUID = 1L;

  @JsonProperty("name")
  @Required
  private String name;

  @JsonProperty("status")
  @Required
  @AllowedValues({DependsOnStatus.READY, DependsOnStatus.COMPLETE})
  private String status;

  /**
   * Name of a ReplicatedJob that comes earlier in the list.
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
   * The state to wait for. {@code Ready}: the ready, succeeded and failed Jobs of that
   * ReplicatedJob add up to its replicas. {@code Complete}: as many of its Jobs have succeeded as
   * it has replicas.
   *
   * @return null when the field is absent
   */
  public String getStatus() {
    return status;
  }

  /**
   * Sets {@link #getStatus()}.
   *
   * @param status the new value; null leaves the field out
   */
  public void setStatus(String status) {
    this.status = status;
  }

  /** A builder that starts from a copy of this object. */
  @Override
  @JsonIgnore
  public DependsOnBuilder edit() {
    return new DependsOnBuilder(this);
  }

  /** The same as {@link #edit()}, under the name that builders elsewhere use. */
  @JsonIgnore
  public DependsOnBuilder toBuilder() {
    return edit();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof DependsOn that
            && Objects.equals(name, that.name)
            && Objects.equals(status, that.status)
            && hasSameAdditionalProperties(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, status, getAdditionalProperties());
  }

  @Override
  public String toString() {
    return "DependsOn(name="
        + name
        + ", status="
        + status
        + ", additionalProperties="
        + getAdditionalProperties()
        + ")";
  }
}
