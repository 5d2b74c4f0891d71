package io.x_k8s.jobset.v1alpha2;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Default;
import io.fabric8.kubernetes.api.builder.Editable;
import io.sundr.builder.annotations.Buildable;
import io.x_k8s.jobset.crd.schema.AllowedValues;
import java.util.List;
import java.util.Objects;

/**
 * What happens when a Job of the JobSet fails. Without a failure policy the JobSet fails at once.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"maxRestarts", "restartStrategy", "rules"})
@Buildable(
    editableEnabled = false,
    validationEnabled = false,
    generateBuilderPackage = false,
    lazyCollectionInitEnabled = true,
    builderPackage = "io.fabric8.kubernetes.api.builder")
public class FailurePolicy extends ExtensibleObject implements Editable<FailurePolicyBuilder> {
  private static final long serialVersionUID = 1L;

  @JsonProperty("maxRestarts")
  private Integer maxRestarts;

  @JsonProperty("restartStrategy")
  @Default(RestartStrategy.RECREATE)
  @AllowedValues({
    RestartStrategy.RECREATE,
    RestartStrategy.BLOCKING_RECREATE,
    RestartStrategy.IN_PLACE_RESTART
  })
  private String restartStrategy;

  @JsonProperty("rules")
  private List<FailurePolicyRule> rules;

  /**
   * How many restarts are allowed before the JobSet fails. Under {@code InPlaceRestart} it also
   * limits the restarts of any single container. When absent, none is allowed.
   *
   * @return null when the field is absent
   */
  public Integer getMaxRestarts() {
    return maxRestarts;
  }

  /**
   * Sets {@link #getMaxRestarts()}.
   *
   * @param maxRestarts the new value; null leaves the field out
   */
  public void setMaxRestarts(Integer maxRestarts) {
    this.maxRestarts = maxRestarts;
  }

  /**
   * How a restart of the JobSet is carried out. {@code Recreate}: each Job is recreated as soon as
   * its predecessor is gone. {@code BlockingRecreate}: all Jobs of the previous attempt must be
   * gone before the first is recreated. {@code InPlaceRestart}: healthy Pods restart their
   * containers on their node; needs the feature gate {@code InPlaceRestart}. Defaults to {@code
   * Recreate}.
   *
   * @return null when the field is absent
   */
  public String getRestartStrategy() {
    return restartStrategy;
  }

  /**
   * Sets {@link #getRestartStrategy()}.
   *
   * @param restartStrategy the new value; null leaves the field out
   */
  public void setRestartStrategy(String restartStrategy) {
    this.restartStrategy = restartStrategy;
  }

  /**
   * Tried in order; the first rule that matches a failed Job decides. If none matches, the action
   * is {@code RestartJobSet}.
   *
   * @return the list itself, which may be changed; null when the field is absent
   */
  public List<FailurePolicyRule> getRules() {
    return rules;
  }

  /**
   * Sets {@link #getRules()}.
   *
   * @param rules the new value; null leaves the field out
   */
  public void setRules(List<FailurePolicyRule> rules) {
    this.rules = rules;
  }

  /** A builder that starts from a copy of this object. */
  @Override
  @JsonIgnore
  public FailurePolicyBuilder edit() {
    return new FailurePolicyBuilder(this);
  }

  /** The same as {@link #edit()}, under the name that builders elsewhere use. */
  @JsonIgnore
  public FailurePolicyBuilder toBuilder() {
    return edit();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof FailurePolicy that
            && Objects.equals(maxRestarts, that.maxRestarts)
            && Objects.equals(restartStrategy, that.restartStrategy)
            && Objects.equals(rules, that.rules)
            && hasSameAdditionalProperties(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(maxRestarts, restartStrategy, rules, getAdditionalProperties());
  }

  @Override
  public String toString() {
    return "FailurePolicy(maxRestarts="
        + maxRestarts
        + ", restartStrategy="
        + restartStrategy
        + ", rules="
        + rules
        + ", additionalProperties="
        + getAdditionalProperties()
        + ")";
  }
}
