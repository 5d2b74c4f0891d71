package io.x_k8s.jobset.operator.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.x_k8s.jobset.operator.admission.AdmissionRequest.Operation;
import io.x_k8s.jobset.operator.admission.Verdict.Allowed;
import io.x_k8s.jobset.operator.admission.Verdict.Denied;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a request's body into its answer: reads the {@code AdmissionReview}, asks the handler, and
 * writes the verdict. Whatever goes wrong becomes a verdict, too.
 */
final class AdmissionReviews {
  private static final Logger LOG = LoggerFactory.getLogger(AdmissionReviews.class);

  private static final String API_VERSION = "admission.k8s.io/v1";
  private static final String KIND = "AdmissionReview";
  private static final Map<String, Operation> OPERATIONS =
      Arrays.stream(Operation.values())
          .collect(Collectors.toMap(Operation::name, Function.identity()));

  private final ObjectMapper mapper;

  /**
   * @param mapper decodes objects; one that fabric8's {@code KubernetesSerialization} has
   *     configured
   */
  AdmissionReviews(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** Decides about a review. */
  byte[] answer(byte[] body, AdmissionHandler handler) {
    JsonNode review;
    String uid = "";
    Verdict verdict;
    try {
      review = read(body);
      JsonNode request = review.path("request");
      uid = request.path("uid").asText("");
      verdict = decide(request(request), handler);
    } catch (UndecodableObjectException e) {
      verdict = badRequest(e.getMessage());
    }
    return write(uid, verdict);
  }

  /** The answer to what could not be read as a review at all. */
  byte[] refusal(int code, String message) {
    return write("", new Denied(code, "", message, Optional.empty()));
  }

  private static Verdict decide(AdmissionRequest request, AdmissionHandler handler) {
    try {
      return handler.review(request);
    } catch (UndecodableObjectException e) {
      return badRequest(e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error(
          "{} of {}/{} is refused, because looking at it failed",
          request.operation(),
          request.namespace(),
          request.name(),
          e);
      return new Denied(500, "", "panic: %s [recovered]".formatted(e), Optional.empty());
    }
  }

  private static Denied badRequest(String message) {
    return new Denied(400, "", message, Optional.empty());
  }

  private JsonNode read(byte[] body) {
    JsonNode review;
    try {
      review = mapper.readTree(body);
    } catch (JsonProcessingException e) {
      throw new UndecodableObjectException(
          "the body is not an AdmissionReview: %s (line %d, column %d)"
              .formatted(
                  e.getOriginalMessage(),
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 0 : e.getLocation().getColumnNr()),
          e);
    } catch (IOException e) {
      throw new UndecodableObjectException("the body is not an AdmissionReview: " + e, e);
    }
    if (!KIND.equals(review.path("kind").asText())
        || !API_VERSION.equals(review.path("apiVersion").asText())) {
      throw new UndecodableObjectException(
          "the body is not an AdmissionReview of %s, but has apiVersion \"%s\" and kind \"%s\""
              .formatted(
                  API_VERSION, review.path("apiVersion").asText(), review.path("kind").asText()));
    }
    return review;
  }

  private AdmissionRequest request(JsonNode request) {
    if (!request.isObject()) {
      throw new UndecodableObjectException("the AdmissionReview has no request");
    }
    String operation = request.path("operation").asText();
    if (!OPERATIONS.containsKey(operation)) {
      throw new UndecodableObjectException(
          "request.operation is \"%s\", not one of %s"
              .formatted(operation, List.of(Operation.values())));
    }
    return new AdmissionRequest(
        request.path("uid").asText(""),
        OPERATIONS.get(operation),
        request.path("namespace").asText(""),
        request.path("name").asText(""),
        request.path("dryRun").asBoolean(false),
        request.path("userInfo").path("username").asText(""),
        object(request.path("object")),
        object(request.path("oldObject")));
  }

  private Optional<AdmissionObject> object(JsonNode object) {
    return object.isObject() ? Optional.of(new AdmissionObject(object, mapper)) : Optional.empty();
  }

  private byte[] write(String uid, Verdict verdict) {
    ObjectNode review = mapper.createObjectNode();
    review.put("apiVersion", API_VERSION).put("kind", KIND);
    ObjectNode response = review.putObject("response");
    response.put("uid", uid);
    switch (verdict) {
      case Allowed allowed -> write(allowed, response);
      case Denied denied -> write(denied, response);
    }
    return bytes(review);
  }

  private void write(Allowed allowed, ObjectNode response) {
    response.put("allowed", true);
    if (!allowed.patch().isEmpty()) {
      response.put("patchType", "JSONPatch");
      response.put("patch", bytes(allowed.patch())); // Jackson writes bytes as base64
    }
    warn(allowed.warnings(), response);
  }

  private void write(Denied denied, ObjectNode response) {
    response.put("allowed", false);
    ObjectNode status = response.putObject("status");
    status.put("status", "Failure").put("message", denied.message());
    if (!denied.reason().isEmpty()) {
      status.put("reason", denied.reason());
    }
    denied.details().ifPresent(details -> status.set("details", mapper.valueToTree(details)));
    status.put("code", denied.code());
    warn(denied.warnings(), response);
  }

  private static void warn(List<String> warnings, ObjectNode response) {
    if (!warnings.isEmpty()) {
      warnings.forEach(response.putArray("warnings")::add);
    }
  }

  private byte[] bytes(Object value) {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer cannot be written as JSON", e);
    }
  }
}
