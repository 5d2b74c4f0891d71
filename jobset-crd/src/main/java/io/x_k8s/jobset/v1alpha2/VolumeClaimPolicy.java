package io.x_k8s.jobset.v1alpha2;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.builder.Editable;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.sundr.builder.annotations.Buildable;
import io.sundr.builder.annotations.BuildableReference;
import io.x_k8s.jobset.crd.schema.ListType;
import java.util.List;
import java.util.Objects;

/** Persistent volume claims that the Pods of a JobSet share, and what becomes of them. */
@ValidationRule(
    value = "self.templates.all(t, !has(t.metadata.namespace) || size(t.metadata.namespace) == 0)",
    message = "namespace cannot be set for VolumeClaimPolicies templates")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"templates", "retentionPolicy"})
@Buildable(
    editableEnabled = false,
    validationEnabled = false,
    generateBuilderPackage = false,
    lazyCollectionInitEnabled = true,
    builderPackage = "io.fabric8.kubernetes.api.builder",
    refs = {
      @BuildableReference(ObjectMeta.class),
      @BuildableReference(PersistentVolumeClaimTemplate.class)
    })
public class VolumeClaimPolicy extends ExtensibleObject
    implements Editable<VolumeClaimPolicyBuilder> {
  private static final long serialVersionUID = 1L;

  @JsonProperty("templates")
  @ListType(ListType.Kind.ATOMIC)
  @Size(max = 50)
  private List<PersistentVolumeClaimTemplate> templates;

  @JsonProperty("retentionPolicy")
  private VolumeClaimRetentionPolicy retentionPolicy;

  /**
   * The claims to create, at most 50. A claim is named {@code <template name>-<jobset>}, at most 63
   * characters, and is added as a volume named like the template to every Job whose containers
   * mount it. The name of a template must be unique over all policies; its namespace must be empty;
   * its labels and annotations are copied to the claim. Its apiVersion, kind and status are
   * accepted and ignored.
   *
   * <p>The class is that of the claim templates of Kubernetes: the class of a whole claim would add
   * its apiVersion and kind to a stored template, and with them change what may not change.
   *
   * @return the list itself, which may be changed; null when the field is absent
   */
  public List<PersistentVolumeClaimTemplate> getTemplates() {
    return templates;
  }

  /**
   * Sets {@link #getTemplates()}.
   *
   * @param templates the new value; null leaves the field out
   */
  public void setTemplates(List<PersistentVolumeClaimTemplate> templates) {
    this.templates = templates;
  }

  /**
   * What becomes of the claims when the JobSet is deleted. Set to {@code whenDeleted: Delete} by
   * the admission webhook when absent; a stored object without the field keeps its claims.
   *
   * @return null when the field is absent
   */
  public VolumeClaimRetentionPolicy getRetentionPolicy() {
    return retentionPolicy;
  }

  /**
   * Sets {@link #getRetentionPolicy()}.
   *
   * @param retentionPolicy the new value; null leaves the field out
   */
  public void setRetentionPolicy(VolumeClaimRetentionPolicy retentionPolicy) {
    this.retentionPolicy = retentionPolicy;
  }

  /** A builder that starts from a copy of this object. */
  @Override
  @JsonIgnore
  public VolumeClaimPolicyBuilder edit() {
    return new VolumeClaimPolicyBuilder(this);
  }

  /** The same as {@link #edit()}, under the name that builders elsewhere use. */
  @JsonIgnore
  public VolumeClaimPolicyBuilder toBuilder() {
    return edit();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof VolumeClaimPolicy that
            && Objects.equals(templates, that.templates)
            && Objects.equals(retentionPolicy, that.retentionPolicy)
            && hasSameAdditionalProperties(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(templates, retentionPolicy, getAdditionalProperties());
  }

  @Override
  public String toString() {
    return "VolumeClaimPolicy(templates="
        + templates
        + ", retentionPolicy="
        + retentionPolicy
        + ", additionalProperties="
        + getAdditionalProperties()
        + ")";
  }
}
