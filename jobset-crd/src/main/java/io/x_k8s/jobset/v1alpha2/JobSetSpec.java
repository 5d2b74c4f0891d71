package io.x_k8s.jobset.v1alpha2;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.builder.Editable;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.sundr.builder.annotations.Buildable;
import io.sundr.builder.annotations.BuildableReference;
import io.x_k8s.jobset.crd.schema.ListType;
import java.util.List;
import java.util.Objects;

/** What a JobSet should run, and how. */
@ValidationRule(
    value =
        "!(has(self.startupPolicy) && self.startupPolicy.startupPolicyOrder == 'InOrder' && self.replicatedJobs.exists(x, has(x.dependsOn)))",
    message = "StartupPolicy and DependsOn APIs are mutually exclusive")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "replicatedJobs",
  "network",
  "successPolicy",
  "failurePolicy",
  "startupPolicy",
  "suspend",
  "coordinator",
  "managedBy",
  "ttlSecondsAfterFinished",
  "volumeClaimPolicies"
})
@Buildable(
    editableEnabled = false,
    validationEnabled = false,
    generateBuilderPackage = false,
    lazyCollectionInitEnabled = true,
    builderPackage = "io.fabric8.kubernetes.api.builder",
    refs = {
      @BuildableReference(ObjectMeta.class),
      @BuildableReference(JobTemplateSpec.class),
      @BuildableReference(PersistentVolumeClaimTemplate.class)
    })
public class JobSetSpec extends ExtensibleObject implements Editable<JobSetSpecBuilder> {
  private static final long serialVersionUID = 1L;

  /** The rule that a field, while present, may not change. */
  static final String UNCHANGED = "self == oldSelf";

  /** What the API server answers when such a field does change. */
  static final String VALUE_IS_IMMUTABLE = "Value is immutable";

  @JsonProperty("replicatedJobs")
  @ListType(value = ListType.Kind.MAP, keys = "name")
  private List<ReplicatedJob> replicatedJobs;

  @JsonProperty("network")
  @ValidationRule(value = JobSetSpec.UNCHANGED, message = JobSetSpec.VALUE_IS_IMMUTABLE)
  private Network network;

  @JsonProperty("successPolicy")
  @ValidationRule(value = JobSetSpec.UNCHANGED, message = JobSetSpec.VALUE_IS_IMMUTABLE)
  private SuccessPolicy successPolicy;

  @JsonProperty("failurePolicy")
  @ValidationRule(value = JobSetSpec.UNCHANGED, message = JobSetSpec.VALUE_IS_IMMUTABLE)
  private FailurePolicy failurePolicy;

  @JsonProperty("startupPolicy")
  @ValidationRule(value = JobSetSpec.UNCHANGED, message = JobSetSpec.VALUE_IS_IMMUTABLE)
  private StartupPolicy startupPolicy;

  @JsonProperty("suspend")
  private Boolean suspend;

  @JsonProperty("coordinator")
  private Coordinator coordinator;

  @JsonProperty("managedBy")
  private String managedBy;

  @JsonProperty("ttlSecondsAfterFinished")
  @Min(0)
  private Integer ttlSecondsAfterFinished;

  @JsonProperty("volumeClaimPolicies")
  @ListType(ListType.Kind.ATOMIC)
  @Size(max = 50)
  @ValidationRule(value = JobSetSpec.UNCHANGED, message = JobSetSpec.VALUE_IS_IMMUTABLE)
  private List<VolumeClaimPolicy> volumeClaimPolicies;

  /**
   * The templates of the Jobs of this set. Names must be unique. Cannot be changed, except for the
   * labels, annotations, node selector, tolerations and scheduling gates of a Pod template while
   * the JobSet is suspended, and parallelism with completions under the feature gate {@code
   * ElasticJobSet}.
   *
   * @return the list itself, which may be changed; null when the field is absent
   */
  public List<ReplicatedJob> getReplicatedJobs() {
    return replicatedJobs;
  }

  /**
   * Sets {@link #getReplicatedJobs()}.
   *
   * @param replicatedJobs the new value; null leaves the field out
   */
  public void setReplicatedJobs(List<ReplicatedJob> replicatedJobs) {
    this.replicatedJobs = replicatedJobs;
  }

  /**
   * DNS names of the Pods. Set to DNS names on, addresses published before readiness, by the
   * admission webhook when absent. Cannot be changed.
   *
   * @return null when the field is absent
   */
  public Network getNetwork() {
    return network;
  }

  /**
   * Sets {@link #getNetwork()}.
   *
   * @param network the new value; null leaves the field out
   */
  public void setNetwork(Network network) {
    this.network = network;
  }

  /**
   * When the JobSet counts as completed. Set to {@code operator: All} by the admission webhook when
   * absent. Cannot be changed.
   *
   * @return null when the field is absent
   */
  public SuccessPolicy getSuccessPolicy() {
    return successPolicy;
  }

  /**
   * Sets {@link #getSuccessPolicy()}.
   *
   * @param successPolicy the new value; null leaves the field out
   */
  public void setSuccessPolicy(SuccessPolicy successPolicy) {
    this.successPolicy = successPolicy;
  }

  /**
   * What happens when a Job fails. When absent, the JobSet fails at the first failed Job. Cannot be
   * changed.
   *
   * @return null when the field is absent
   */
  public FailurePolicy getFailurePolicy() {
    return failurePolicy;
  }

  /**
   * Sets {@link #getFailurePolicy()}.
   *
   * @param failurePolicy the new value; null leaves the field out
   */
  public void setFailurePolicy(FailurePolicy failurePolicy) {
    this.failurePolicy = failurePolicy;
  }

  /**
   * In which order the ReplicatedJobs are started. Set to {@code AnyOrder} by the admission webhook
   * when absent. Deprecated: use {@code dependsOn} of the ReplicatedJobs, which may not be combined
   * with {@code InOrder}. Cannot be changed.
   *
   * @return null when the field is absent
   */
  public StartupPolicy getStartupPolicy() {
    return startupPolicy;
  }

  /**
   * Sets {@link #getStartupPolicy()}.
   *
   * @param startupPolicy the new value; null leaves the field out
   */
  public void setStartupPolicy(StartupPolicy startupPolicy) {
    this.startupPolicy = startupPolicy;
  }

  /**
   * Whether the Jobs are suspended: no Pod runs until this is set to false. May be changed at any
   * time. When absent, false.
   *
   * @return null when the field is absent
   */
  public Boolean getSuspend() {
    return suspend;
  }

  /**
   * Sets {@link #getSuspend()}.
   *
   * @param suspend the new value; null leaves the field out
   */
  public void setSuspend(Boolean suspend) {
    this.suspend = suspend;
  }

  /**
   * The Pod that coordinates the others. Its DNS name is written to every Job and Pod as label and
   * annotation {@code jobset.sigs.k8s.io/coordinator}.
   *
   * @return null when the field is absent
   */
  public Coordinator getCoordinator() {
    return coordinator;
  }

  /**
   * Sets {@link #getCoordinator()}.
   *
   * @param coordinator the new value; null leaves the field out
   */
  public void setCoordinator(Coordinator coordinator) {
    this.coordinator = coordinator;
  }

  /**
   * The controller that works on this JobSet. Absent or {@code
   * jobset.sigs.k8s.io/jobset-controller} means the built-in one; any other value, a
   * domain-prefixed path of at most 63 characters, makes the built-in controller leave the JobSet
   * alone. Cannot be set, removed or changed after creation.
   *
   * @return null when the field is absent
   */
  public String getManagedBy() {
    return managedBy;
  }

  /**
   * Sets {@link #getManagedBy()}.
   *
   * @param managedBy the new value; null leaves the field out
   */
  public void setManagedBy(String managedBy) {
    this.managedBy = managedBy;
  }

  /**
   * Seconds to keep the JobSet after it has completed or failed; then it is deleted with everything
   * it owns. 0 deletes it at once. When absent, it is kept.
   *
   * @return null when the field is absent
   */
  public Integer getTtlSecondsAfterFinished() {
    return ttlSecondsAfterFinished;
  }

  /**
   * Sets {@link #getTtlSecondsAfterFinished()}.
   *
   * @param ttlSecondsAfterFinished the new value; null leaves the field out
   */
  public void setTtlSecondsAfterFinished(Integer ttlSecondsAfterFinished) {
    this.ttlSecondsAfterFinished = ttlSecondsAfterFinished;
  }

  /**
   * Persistent volume claims that the Jobs of this set share, at most 50 policies. Cannot be
   * changed.
   *
   * @return the list itself, which may be changed; null when the field is absent
   */
  public List<VolumeClaimPolicy> getVolumeClaimPolicies() {
    return volumeClaimPolicies;
  }

  /**
   * Sets {@link #getVolumeClaimPolicies()}.
   *
   * @param volumeClaimPolicies the new value; null leaves the field out
   */
  public void setVolumeClaimPolicies(List<VolumeClaimPolicy> volumeClaimPolicies) {
    this.volumeClaimPolicies = volumeClaimPolicies;
  }

  /** A builder that starts from a copy of this object. */
  @Override
  @JsonIgnore
  public JobSetSpecBuilder edit() {
    return new JobSetSpecBuilder(this);
  }

  /** The same as {@link #edit()}, under the name that builders elsewhere use. */
  @JsonIgnore
  public JobSetSpecBuilder toBuilder() {
    return edit();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof JobSetSpec that
            && Objects.equals(replicatedJobs, that.replicatedJobs)
            && Objects.equals(network, that.network)
            && Objects.equals(successPolicy, that.successPolicy)
            && Objects.equals(failurePolicy, that.failurePolicy)
            && Objects.equals(startupPolicy, that.startupPolicy)
            && Objects.equals(suspend, that.suspend)
            && Objects.equals(coordinator, that.coordinator)
            && Objects.equals(managedBy, that.managedBy)
            && Objects.equals(ttlSecondsAfterFinished, that.ttlSecondsAfterFinished)
            && Objects.equals(volumeClaimPolicies, that.volumeClaimPolicies)
            && hasSameAdditionalProperties(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        replicatedJobs,
        network,
        successPolicy,
        failurePolicy,
        startupPolicy,
        suspend,
        coordinator,
        managedBy,
        ttlSecondsAfterFinished,
        volumeClaimPolicies,
        getAdditionalProperties());
  }

  @Override
  public String toString() {
    return "JobSetSpec(replicatedJobs="
        + replicatedJobs
        + ", network="
        + network
        + ", successPolicy="
        + successPolicy
        + ", failurePolicy="
        + failurePolicy
        + ", startupPolicy="
        + startupPolicy
        + ", suspend="
        + suspend
        + ", coordinator="
        + coordinator
        + ", managedBy="
        + managedBy
        + ", ttlSecondsAfterFinished="
        + ttlSecondsAfterFinished
        + ", volumeClaimPolicies="
        + volumeClaimPolicies
        + ", additionalProperties="
        + getAdditionalProperties()
        + ")";
  }
}
