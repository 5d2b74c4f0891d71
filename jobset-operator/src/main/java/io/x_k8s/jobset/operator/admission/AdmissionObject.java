package io.x_k8s.jobset.operator.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** An object of a request: as it was sent, and decoded when a handler wants it so. */
public final class AdmissionObject {
  private final JsonNode json;
  private final ObjectMapper mapper;

  /**
   * @param json the object as it was sent; not changed by anyone from now on
   * @param mapper decodes it; one that fabric8's {@code KubernetesSerialization} has configured
   */
  public AdmissionObject(JsonNode json, ObjectMapper mapper) {
    this.json = json;
    this.mapper = mapper;
  }

  /** The object as it was sent, with what the model classes do not know. Not to be changed. */
  public JsonNode json() {
    return json;
  }

  /**
   * Decodes the object, anew at each call.
   *
   * @param type model class
   * @throws UndecodableObjectException if it does not fit the class
   */
  public <T> T as(Class<T> type) {
    try {
      return mapper.treeToValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UndecodableObjectException(e.getOriginalMessage(), e);
    }
  }
}
