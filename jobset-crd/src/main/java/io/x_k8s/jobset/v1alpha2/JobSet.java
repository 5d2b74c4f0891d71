package io.x_k8s.jobset.v1alpha2;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.builder.Editable;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import io.sundr.builder.annotations.Buildable;
import io.sundr.builder.annotations.BuildableReference;
import java.util.Objects;

/**
 * A set of Jobs that run as one: created, restarted, suspended and ended together.
 *
 * <p>Absent and empty differ in this API: an empty list that was read or set is written again, and
 * an absent field reads as null and stays absent. Fields that these classes do not know are kept,
 * so a JobSet of a newer operator survives being read and written. Well-known values of text fields
 * are constants, such as {@link SuccessPolicyOperator}; unknown ones are kept too.
 */
@com.fasterxml.jackson.databind.annotation.JsonDeserialize(
    using = com.fasterxml.jackson.databind.JsonDeserializer.None.class)
@tools.jackson.databind.annotation.JsonDeserialize(
    using = tools.jackson.databind.ValueDeserializer.None.class)
@Group(JobSet.GROUP)
@Version(JobSet.VERSION)
@Kind(JobSet.KIND)
@Plural(JobSet.PLURAL)
@Singular(JobSet.SINGULAR)
@AdditionalPrinterColumn(
    name = "TerminalState",
    jsonPath = ".status.terminalState",
    getDescription = "Final state: Completed or Failed")
@AdditionalPrinterColumn(
    name = "Restarts",
    jsonPath = ".status.restarts",
    getDescription = "How often all Jobs were recreated")
@AdditionalPrinterColumn(
    name = "Completed",
    jsonPath = ".status.conditions[?(@.type==\"Completed\")].status")
@AdditionalPrinterColumn(
    name = "Suspended",
    jsonPath = ".spec.suspend",
    getDescription = "Whether the Jobs are suspended")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE,
    getDescription = "Time since creation")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"apiVersion", "kind", "metadata", "spec", "status"})
@Buildable(
    editableEnabled = false,
    validationEnabled = false,
    generateBuilderPackage = false,
    lazyCollectionInitEnabled = true,
    builderPackage = "io.fabric8.kubernetes.api.builder",
    refs = {
      @BuildableReference(ObjectMeta.class),
      @BuildableReference(JobTemplateSpec.class),
      @BuildableReference(PersistentVolumeClaimTemplate.class),
      @BuildableReference(Condition.class)
    })
public class JobSet extends ExtensibleObject
    implements Editable<JobSetBuilder>, HasMetadata, Namespaced {
  private static final long serialVersionUID = 1L;

  /** The API group. */
  public static final String GROUP = "jobset.x-k8s.io";

  /** The version of the API that this package models. */
  public static final String VERSION = "v1alpha2";

  /** Group and version, as {@code apiVersion} has them. */
  public static final String API_VERSION = GROUP + "/" + VERSION;

  /** The kind. */
  public static final String KIND = "JobSet";

  /** The resource in URLs and RBAC rules. */
  public static final String PLURAL = "jobsets";

  /** The resource as commands accept it for one object. */
  public static final String SINGULAR = "jobset";

  @JsonProperty("apiVersion")
  private String apiVersion = API_VERSION;

  @JsonProperty("kind")
  private String kind = KIND;

  @JsonProperty("metadata")
  private ObjectMeta metadata;

  @JsonProperty("spec")
  private JobSetSpec spec;

  @JsonProperty("status")
  private JobSetStatus status;

  /**
   * Version of the API: {@code jobset.x-k8s.io/v1alpha2}.
   *
   * @return the text; never changes unless set
   */
  @Override
  public String getApiVersion() {
    return apiVersion;
  }

  /**
   * Sets {@link #getApiVersion()}.
   *
   * @param apiVersion the new value; null leaves the field out
   */
  @Override
  public void setApiVersion(String apiVersion) {
    this.apiVersion = apiVersion;
  }

  /**
   * Kind of the object: {@code JobSet}.
   *
   * @return the text; never changes unless set
   */
  @Override
  public String getKind() {
    return kind;
  }

  /**
   * Sets {@link #getKind()}.
   *
   * @param kind the new value; null leaves the field out
   */
  public void setKind(String kind) {
    this.kind = kind;
  }

  /**
   * Standard metadata of the object. The name is part of every generated name: of Jobs, Pods, the
   * Service and claims.
   *
   * @return null when the field is absent
   */
  @Override
  public ObjectMeta getMetadata() {
    return metadata;
  }

  /**
   * Sets {@link #getMetadata()}.
   *
   * @param metadata the new value; null leaves the field out
   */
  @Override
  public void setMetadata(ObjectMeta metadata) {
    this.metadata = metadata;
  }

  /**
   * What the JobSet should run, and how.
   *
   * @return null when the field is absent
   */
  public JobSetSpec getSpec() {
    return spec;
  }

  /**
   * Sets {@link #getSpec()}.
   *
   * @param spec the new value; null leaves the field out
   */
  public void setSpec(JobSetSpec spec) {
    this.spec = spec;
  }

  /**
   * What was last observed of the JobSet. Written by the controller only.
   *
   * @return null when the field is absent
   */
  public JobSetStatus getStatus() {
    return status;
  }

  /**
   * Sets {@link #getStatus()}.
   *
   * @param status the new value; null leaves the field out
   */
  public void setStatus(JobSetStatus status) {
    this.status = status;
  }

  /** A builder that starts from a copy of this object. */
  @Override
  @JsonIgnore
  public JobSetBuilder edit() {
    return new JobSetBuilder(this);
  }

  /** The same as {@link #edit()}, under the name that builders elsewhere use. */
  @JsonIgnore
  public JobSetBuilder toBuilder() {
    return edit();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof JobSet that
            && Objects.equals(apiVersion, that.apiVersion)
            && Objects.equals(kind, that.kind)
            && Objects.equals(metadata, that.metadata)
            && Objects.equals(spec, that.spec)
            && Objects.equals(status, that.status)
            && hasSameAdditionalProperties(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(apiVersion, kind, metadata, spec, status, getAdditionalProperties());
  }

  @Override
  public String toString() {
    return "JobSet(apiVersion="
        + apiVersion
        + ", kind="
        + kind
        + ", metadata="
        + metadata
        + ", spec="
        + spec
        + ", status="
        + status
        + ", additionalProperties="
        + getAdditionalProperties()
        + ")";
  }
}
