package io.x_k8s.jobset.v1alpha2;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.builder.Editable;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.sundr.builder.annotations.Buildable;
import io.sundr.builder.annotations.BuildableReference;
import io.x_k8s.jobset.crd.schema.ListType;
import java.util.List;
import java.util.Objects;

/**
 * A template of Jobs: as many Jobs are made from it as it has replicas, all with the same Pod
 * template.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"name", "groupName", "replicas", "template", "dependsOn"})
@Buildable(
    editableEnabled = false,
    validationEnabled = false,
    generateBuilderPackage = false,
    lazyCollectionInitEnabled = true,
    builderPackage = "io.fabric8.kubernetes.api.builder",
    refs = {@BuildableReference(ObjectMeta.class), @BuildableReference(JobTemplateSpec.class)})
public class ReplicatedJob extends ExtensibleObject implements Editable<ReplicatedJobBuilder> {
  private static final long serialVersionUID = 1L;

  @JsonProperty("name")
  @Required
  private String name;

  @JsonProperty("groupName")
  @Default("default")
  private String groupName;

  @JsonProperty("replicas")
  @Default("1")
  @Min(0)
  private Integer replicas;

  @JsonProperty("template")
  @Required
  private JobTemplateSpec template;

  @JsonProperty("dependsOn")
  @ListType(value = ListType.Kind.MAP, keys = "name")
  @Size(max = 5)
  @ValidationRule(value = JobSetSpec.UNCHANGED, message = JobSetSpec.VALUE_IS_IMMUTABLE)
  private List<DependsOn> dependsOn;

  /**
   * Name of this ReplicatedJob, unique in the JobSet. The Jobs are named {@code
   * <jobset>-<name>-<index>}; each must be a DNS label (RFC 1035) of at most 63 characters, and so
   * must the names and hostnames of the Pods.
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
   * Name of the group that this ReplicatedJob belongs to. ReplicatedJobs of one group share the
   * label {@code jobset.sigs.k8s.io/group-name} and count their Jobs together in {@code
   * job-group-index}. A DNS label (RFC 1035) of at most 63 characters. Defaults to {@code default}.
   *
   * @return null when the field is absent
   */
  public String getGroupName() {
    return groupName;
  }

  /**
   * Sets {@link #getGroupName()}.
   *
   * @param groupName the new value; null leaves the field out
   */
  public void setGroupName(String groupName) {
    this.groupName = groupName;
  }

  /**
   * Number of Jobs to create from the template. At least 0, where 0 creates none; at most 1024 if a
   * failure policy rule restarts single Jobs. Defaults to 1.
   *
   * @return null when the field is absent
   */
  public Integer getReplicas() {
    return replicas;
  }

  /**
   * Sets {@link #getReplicas()}.
   *
   * @param replicas the new value; null leaves the field out
   */
  public void setReplicas(Integer replicas) {
    this.replicas = replicas;
  }

  /**
   * The Job to create for each replica. Its labels and annotations go to the Job; its name and
   * namespace are ignored. {@code spec.completionMode} defaults to {@code Indexed}, and {@code
   * spec.template.spec.restartPolicy} to {@code OnFailure}, both filled in by the admission webhook
   * at creation.
   *
   * @return null when the field is absent
   */
  public JobTemplateSpec getTemplate() {
    return template;
  }

  /**
   * Sets {@link #getTemplate()}.
   *
   * @param template the new value; null leaves the field out
   */
  public void setTemplate(JobTemplateSpec template) {
    this.template = template;
  }

  /**
   * Earlier ReplicatedJobs that must reach a state before the Jobs of this one are created. At most
   * 5, each name once; not allowed on the first ReplicatedJob, nor together with the startup order
   * {@code InOrder} (presence counts there, even of an empty list). Cannot be changed.
   *
   * @return the list itself, which may be changed; null when the field is absent
   */
  public List<DependsOn> getDependsOn() {
    return dependsOn;
  }

  /**
   * Sets {@link #getDependsOn()}.
   *
   * @param dependsOn the new value; null leaves the field out
   */
  public void setDependsOn(List<DependsOn> dependsOn) {
    this.dependsOn = dependsOn;
  }

  /** A builder that starts from a copy of this object. */
  @Override
  @JsonIgnore
  public ReplicatedJobBuilder edit() {
    return new ReplicatedJobBuilder(this);
  }

  /** The same as {@link #edit()}, under the name that builders elsewhere use. */
  @JsonIgnore
  public ReplicatedJobBuilder toBuilder() {
    return edit();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof ReplicatedJob that
            && Objects.equals(name, that.name)
            && Objects.equals(groupName, that.groupName)
            && Objects.equals(replicas, that.replicas)
            && Objects.equals(template, that.template)
            && Objects.equals(dependsOn, that.dependsOn)
            && hasSameAdditionalProperties(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, groupName, replicas, template, dependsOn, getAdditionalProperties());
  }

  @Override
  public String toString() {
    return "ReplicatedJob(name="
        + name
        + ", groupName="
        + groupName
        + ", replicas="
        + replicas
        + ", template="
        + template
        + ", dependsOn="
        + dependsOn
        + ", additionalProperties="
        + getAdditionalProperties()
        + ")";
  }
}
