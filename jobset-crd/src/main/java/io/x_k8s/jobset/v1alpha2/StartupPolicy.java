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

/** In which order the ReplicatedJobs are started. Deprecated in favour of {@code dependsOn}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"startupPolicyOrder"})
@Buildable(
    editableEnabled = false,
    validationEnabled = false,
    generateBuilderPackage = false,
    lazyCollectionInitEnabled = true,
    builderPackage = "io.fabric8.kubernetes.api.builder")
public class StartupPolicy extends ExtensibleObject implements Editable<StartupPolicyBuilder> {
  private static final long serialVersionUID = 1L;

  @JsonProperty("startupPolicyOrder")
  @Required
  @AllowedValues({StartupPolicyOrder.ANY_ORDER, StartupPolicyOrder.IN_ORDER})
  private String startupPolicyOrder;

  /**
   * {@code AnyOrder}: all ReplicatedJobs are started at once. {@code InOrder}: one after the other
   * in the order of the list, each when all Jobs of the previous one are ready, succeeded or
   * failed.
   *
   * @return null when the field is absent
   */
  public String getStartupPolicyOrder() {
    return startupPolicyOrder;
  }

  /**
   * Sets {@link #getStartupPolicyOrder()}.
   *
   * @param startupPolicyOrder the new value; null leaves the field out
   */
  public void setStartupPolicyOrder(String startupPolicyOrder) {
    this.startupPolicyOrder = startupPolicyOrder;
  }

  /** A builder that starts from a copy of this object. */
  @Override
  @JsonIgnore
  public StartupPolicyBuilder edit() {
    return new StartupPolicyBuilder(this);
  }

  /** The same as {@link #edit()}, under the name that builders elsewhere use. */
  @JsonIgnore
  public StartupPolicyBuilder toBuilder() {
    return edit();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof StartupPolicy that
            && Objects.equals(startupPolicyOrder, that.startupPolicyOrder)
            && hasSameAdditionalProperties(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(startupPolicyOrder, getAdditionalProperties());
  }

  @Override
  public String toString() {
    return "StartupPolicy(startupPolicyOrder="
        + startupPolicyOrder
        + ", additionalProperties="
        + getAdditionalProperties()
        + ")";
  }
}
