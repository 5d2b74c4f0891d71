package io.x_k8s.jobset.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.StatusDetailsBuilder;
import io.x_k8s.jobset.operator.admission.AdmissionRequest.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionReviewsTest {
  private static final String CREATION =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "7", "operation": "CREATE", "namespace": "ns", "name": "js", "dryRun": true,
        "userInfo": {"username": "jane"}, "object": {"kind": "JobSet"}, "oldObject": null}}
      """;

  private final ObjectMapper mapper = new ObjectMapper();
  private final AdmissionReviews reviews = new AdmissionReviews(mapper);

  @Test
  void handlerGetsWhatTheReviewSays() throws IOException {
    List<AdmissionRequest> requests = new ArrayList<>();

    answer(
        CREATION,
        request -> {
          requests.add(request);
          return Verdict.allowed();
        });

    AdmissionRequest request = requests.get(0);
    assertThat(request.uid()).isEqualTo("7");
    assertThat(request.operation()).isEqualTo(Operation.CREATE);
    assertThat(request.namespace()).isEqualTo("ns");
    assertThat(request.name()).isEqualTo("js");
    assertThat(request.dryRun()).isTrue();
    assertThat(request.username()).isEqualTo("jane");
    assertThat(request.newObject().json()).isEqualTo(mapper.readTree("{\"kind\": \"JobSet\"}"));
    assertThat(request.oldObject()).isEmpty();
  }

  @Test
  void whatIsAllowedHasNoPatch() throws IOException {
    assertThat(answer(CREATION, request -> Verdict.allowed()))
        .isEqualTo(
            mapper.readTree(
                """
                {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
                 "response": {"uid": "7", "allowed": true}}
                """));
  }

  @Test
  void changesAreAJsonPatchInBase64() throws IOException {
    Verdict verdict =
        new Verdict.Allowed(
            List.of(PatchOperation.add("/spec/network", Map.of("enableDNSHostnames", true))),
            List.of("careful"));

    JsonNode response = answer(CREATION, request -> verdict).path("response");

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
    assertThat(mapper.readTree(response.path("patch").binaryValue()))
        .isEqualTo(
            mapper.readTree(
                """
                [{"op": "add", "path": "/spec/network", "value": {"enableDNSHostnames": true}}]
                """));
    assertThat(response.path("warnings")).isEqualTo(mapper.readTree("[\"careful\"]"));
  }

  @Test
  void refusalIsAStatus() throws IOException {
    Verdict verdict =
        new Verdict.Denied(
            422,
            "Invalid",
            "no",
            Optional.of(new StatusDetailsBuilder().withName("js").withKind("JobSet").build()),
            List.of("careful"));

    assertThat(answer(CREATION, request -> verdict).path("response"))
        .isEqualTo(
            mapper.readTree(
                """
                {"uid": "7", "allowed": false, "warnings": ["careful"],
                 "status": {"status": "Failure", "code": 422, "reason": "Invalid", "message": "no",
                            "details": {"name": "js", "kind": "JobSet"}}}
                """));
  }

  @Test
  void reasonIsLeftOutIfThereIsNone() throws IOException {
    JsonNode status =
        answer(
                CREATION,
                request -> {
                  throw new UndecodableObjectException("spec is a number");
                })
            .path("response")
            .path("status");

    assertThat(status)
        .isEqualTo(
            mapper.readTree(
                "{\"status\": \"Failure\", \"code\": 400, \"message\": \"spec is a number\"}"));
  }

  @Test
  void crashIsAnswered() throws IOException {
    JsonNode response =
        answer(
                CREATION,
                request -> {
                  throw new IllegalStateException("oops");
                })
            .path("response");

    assertThat(response.path("uid").asText()).isEqualTo("7");
    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.path("status").path("code").asInt()).isEqualTo(500);
    assertThat(response.path("status").path("message").asText())
        .isEqualTo("panic: java.lang.IllegalStateException: oops [recovered]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | not an AdmissionReview",
        "7 | not an AdmissionReview of admission.k8s.io/v1",
        "{\"kind\": \"Pod\", \"apiVersion\": \"v1\"} | has apiVersion \"v1\" and kind \"Pod\"",
        "{\"kind\": \"AdmissionReview\", \"apiVersion\": \"admission.k8s.io/v1\"} | no request",
        "{\"kind\": \"AdmissionReview\", \"apiVersion\": \"admission.k8s.io/v1\","
            + " \"request\": {\"operation\": \"LOOK\"}} | operation is \"LOOK\"",
      })
  void whatIsNoReviewIsABadRequest(String body, String message) throws IOException {
    JsonNode response =
        answer(
                body,
                request -> {
                  throw new AssertionError("the handler must not be asked");
                })
            .path("response");

    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.path("status").path("code").asInt()).isEqualTo(400);
    assertThat(response.path("status").path("message").asText()).contains(message);
  }

  @Test
  void deepNestingIsABadRequest() throws IOException {
    JsonNode response = answer("[".repeat(100_000), request -> Verdict.allowed()).path("response");

    assertThat(response.path("status").path("code").asInt()).isEqualTo(400);
  }

  private JsonNode answer(String body, AdmissionHandler handler) throws IOException {
    return mapper.readTree(reviews.answer(body.getBytes(StandardCharsets.UTF_8), handler));
  }
}
