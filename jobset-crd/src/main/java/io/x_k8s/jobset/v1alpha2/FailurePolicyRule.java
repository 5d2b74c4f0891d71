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

/** What to do about the failure of Jobs that match all conditions of this rule. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "name",
  "action",
  "onJobFailureReasons",
  "onJobFailureMessagePatterns",
  "targetReplicatedJobs"
})
@Buildable(
    editableEnabled = false,
    validationEnabled = false,
    generateBuilderPackage = false,
    lazyCollectionInitEnabled = true,
    builderPackage = "io.fabric8.kubernetes.api.builder")
public class FailurePolicyRule extends ExtensibleObject
    implements Editable<FailurePolicyRuleBuilder> {
  private static final long serialVersionUID = 1L;

  @JsonProperty("name")
  @Required
  private String name;

  @JsonProperty("action")
  @Required
  @AllowedValues({
    FailurePolicyAction.FAIL_JOB_SET,
    FailurePolicyAction.RESTART_JOB_SET,
    FailurePolicyAction.RESTART_JOB_SET_AND_IGNORE_MAX_RESTARTS,
    FailurePolicyAction.RESTART_JOB,
    FailurePolicyAction.RESTART_JOB_AND_IGNORE_MAX_RESTARTS
  })
  private String action;

  @JsonProperty("onJobFailureReasons")
  private List<String> onJobFailureReasons;

  @JsonProperty("onJobFailureMessagePatterns")
  private List<String> onJobFailureMessagePatterns;

  @JsonProperty("targetReplicatedJobs")
  @ListType(ListType.Kind.ATOMIC)
  private List<String> targetReplicatedJobs;

  /**
   * Name of the rule, unique in the policy; it becomes part of the reason of a condition. 1 to 128
   * characters matching {@code ^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$}. Set to {@code
   * failurePolicyRule<index>} by the admission webhook when empty.
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
   * What happens when the rule matches. {@code FailJobSet}: the JobSet fails at once. {@code
   * RestartJobSet}: all Jobs are recreated, unless {@code maxRestarts} is used up. {@code
   * RestartJobSetAndIgnoreMaxRestarts}: the same without counting. {@code RestartJob} and {@code
   * RestartJobAndIgnoreMaxRestarts}: only the failed Job is recreated; both need the feature gate
   * {@code RestartJob}.
   *
   * @return null when the field is absent
   */
  public String getAction() {
    return action;
  }

  /**
   * Sets {@link #getAction()}.
   *
   * @param action the new value; null leaves the field out
   */
  public void setAction(String action) {
    this.action = action;
  }

  /**
   * Reasons of a failed Job that this rule matches, out of {@code BackoffLimitExceeded}, {@code
   * DeadlineExceeded}, {@code FailedIndexes}, {@code MaxFailedIndexesExceeded} and {@code
   * PodFailurePolicy}. Empty or absent matches any reason.
   *
   * @return the list itself, which may be changed; null when the field is absent
   */
  public List<String> getOnJobFailureReasons() {
    return onJobFailureReasons;
  }

  /**
   * Sets {@link #getOnJobFailureReasons()}.
   *
   * @param onJobFailureReasons the new value; null leaves the field out
   */
  public void setOnJobFailureReasons(List<String> onJobFailureReasons) {
    this.onJobFailureReasons = onJobFailureReasons;
  }

  /**
   * Regular expressions in RE2 syntax; the rule matches if one of them is found anywhere in the
   * failure message of the Job. Empty or absent matches any message.
   *
   * @return the list itself, which may be changed; null when the field is absent
   */
  public List<String> getOnJobFailureMessagePatterns() {
    return onJobFailureMessagePatterns;
  }

  /**
   * Sets {@link #getOnJobFailureMessagePatterns()}.
   *
   * @param onJobFailureMessagePatterns the new value; null leaves the field out
   */
  public void setOnJobFailureMessagePatterns(List<String> onJobFailureMessagePatterns) {
    this.onJobFailureMessagePatterns = onJobFailureMessagePatterns;
  }

  /**
   * Names of the ReplicatedJobs whose Jobs this rule is about. Empty or absent means all of them.
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
  public FailurePolicyRuleBuilder edit() {
    return new FailurePolicyRuleBuilder(this);
  }

  /** The same as {@link #edit()}, under the name that builders elsewhere use. */
  @JsonIgnore
  public FailurePolicyRuleBuilder toBuilder() {
    return edit();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof FailurePolicyRule that
            && Objects.equals(name, that.name)
            && Objects.equals(action, that.action)
            && Objects.equals(onJobFailureReasons, that.onJobFailureReasons)
            && Objects.equals(onJobFailureMessagePatterns, that.onJobFailureMessagePatterns)
            && Objects.equals(targetReplicatedJobs, that.targetReplicatedJobs)
            && hasSameAdditionalProperties(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        name,
        action,
        onJobFailureReasons,
        onJobFailureMessagePatterns,
        targetReplicatedJobs,
        getAdditionalProperties());
  }

  @Override
  public String toString() {
    return "FailurePolicyRule(name="
        + name
        + ", action="
        + action
        + ", onJobFailureReasons="
        + onJobFailureReasons
        + ", onJobFailureMessagePatterns="
        + onJobFailureMessagePatterns
        + ", targetReplicatedJobs="
        + targetReplicatedJobs
        + ", additionalProperties="
        + getAdditionalProperties()
        + ")";
  }
}
