package io.x_k8s.jobset.v1alpha2;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.kubernetes.api.builder.Editable;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Version;
import io.sundr.builder.annotations.Buildable;
import io.sundr.builder.annotations.BuildableReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A list of JobSets, as the API server answers it. */
@com.fasterxml.jackson.databind.annotation.JsonDeserialize(
    using = com.fasterxml.jackson.databind.JsonDeserializer.None.class)
@tools.jackson.databind.annotation.JsonDeserialize(
    using = tools.jackson.databind.ValueDeserializer.None.class)
@Group(JobSet.GROUP)
@Version(JobSet.VERSION)
@Kind(JobSetList.KIND)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"apiVersion", "kind", "metadata", "items"})
@Buildable(
    editableEnabled = false,
    validationEnabled = false,
    generateBuilderPackage = false,
    lazyCollectionInitEnabled = true,
    builderPackage = "io.fabric8.kubernetes.api.builder",
    refs = {@BuildableReference(ObjectMeta.class), @BuildableReference(ListMeta.class)})
public class JobSetList extends ExtensibleObject
    implements Editable<JobSetListBuilder>, KubernetesResource, KubernetesResourceList<JobSet> {
  private static final long serialVersionUID = 1L;

  /** The kind. */
  public static final String KIND = "JobSetList";

  @JsonProperty("apiVersion")
  private String apiVersion = JobSet.API_VERSION;

  @JsonProperty("kind")
  private String kind = KIND;

  @JsonProperty("metadata")
  private ListMeta metadata;

  @JsonProperty("items")
  private List<JobSet> items = new ArrayList<>();

  /**
   * Version of the API: {@code jobset.x-k8s.io/v1alpha2}.
   *
   * @return the text; never changes unless set
   */
  public String getApiVersion() {
    return apiVersion;
  }

  /**
   * Sets {@link #getApiVersion()}.
   *
   * @param apiVersion the new value; null leaves the field out
   */
  public void setApiVersion(String apiVersion) {
    this.apiVersion = apiVersion;
  }

  /**
   * Kind of the object: {@code JobSetList}.
   *
   * @return the text; never changes unless set
   */
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
   * Metadata of the list: the resource version, and the token of the next page if there is one.
   *
   * @return null when the field is absent
   */
  @Override
  public ListMeta getMetadata() {
    return metadata;
  }

  /**
   * Sets {@link #getMetadata()}.
   *
   * @param metadata the new value; null leaves the field out
   */
  public void setMetadata(ListMeta metadata) {
    this.metadata = metadata;
  }

  /**
   * The JobSets. Always written, also when empty.
   *
   * @return the list, which may be changed
   */
  @Override
  public List<JobSet> getItems() {
    return items;
  }

  /**
   * Sets {@link #getItems()}.
   *
   * @param items the new value; null leaves the field out
   */
  public void setItems(List<JobSet> items) {
    this.items = items;
  }

  /** A builder that starts from a copy of this object. */
  @Override
  @JsonIgnore
  public JobSetListBuilder edit() {
    return new JobSetListBuilder(this);
  }

  /** The same as {@link #edit()}, under the name that builders elsewhere use. */
  @JsonIgnore
  public JobSetListBuilder toBuilder() {
    return edit();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof JobSetList that
            && Objects.equals(apiVersion, that.apiVersion)
            && Objects.equals(kind, that.kind)
            && Objects.equals(metadata, that.metadata)
            && Objects.equals(items, that.items)
            && hasSameAdditionalProperties(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(apiVersion, kind, metadata, items, getAdditionalProperties());
  }

  @Override
  public String toString() {
    return "JobSetList(apiVersion="
        + apiVersion
        + ", kind="
        + kind
        + ", metadata="
        + metadata
        + ", items="
        + items
        + ", additionalProperties="
        + getAdditionalProperties()
        + ")";
  }
}
