package io.x_k8s.jobset.v1alpha2;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import io.sundr.builder.annotations.Buildable;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An API object that keeps the JSON fields its class does not know, so that reading and writing an
 * object of a newer API loses nothing.
 */
@Buildable(
    editableEnabled = false,
    validationEnabled = false,
    generateBuilderPackage = false,
    lazyCollectionInitEnabled = true,
    builderPackage = "io.fabric8.kubernetes.api.builder")
public abstract class ExtensibleObject implements Serializable {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // Jackson reads JSON into serializable values only.
  private Map<String, Object> additionalProperties = new LinkedHashMap<>();

  /**
   * The fields that the class does not know, by their JSON name.
   *
   * @return the map itself, which may be changed; never null
   */
  @JsonAnyGetter
  public Map<String, Object> getAdditionalProperties() {
    return additionalProperties;
  }

  /**
   * Sets one field that the class does not know.
   *
   * @param name its JSON name
   * @param value text, number, boolean, list or map, as Jackson reads them
   */
  @JsonAnySetter
  public void setAdditionalProperty(String name, Object value) {
    additionalProperties.put(name, value);
  }

  /**
   * Replaces all fields that the class does not know.
   *
   * @param additionalProperties the fields by their JSON name; null for none
   */
  public void setAdditionalProperties(Map<String, Object> additionalProperties) {
    this.additionalProperties =
        additionalProperties == null ? new LinkedHashMap<>() : additionalProperties;
  }

  final boolean hasSameAdditionalProperties(ExtensibleObject other) {
    return additionalProperties.equals(other.additionalProperties);
  }
}
