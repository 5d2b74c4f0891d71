package io.x_k8s.jobset.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.x_k8s.jobset.admission.ExistingClaims;
import io.x_k8s.jobset.operator.admission.AdmissionRequest.Operation;
import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.operator.features.FeatureGates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class JobSetHandlersTest {
  private static final String BROKEN =
      """
      {"metadata": {"name": "js"}, "spec": {"managedBy": "", "replicatedJobs": [
        {"name": "a", "replicas": 1, "groupName": "G", "template": {"spec": {"template": {
          "spec": {"containers": [{"name": "c", "image": "i"}]}}}}}]}}
      """;

  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void defaultingIsAPatchOfAdditions() {
    assertThat(new JobSetDefaulting().review(creation("{\"metadata\": {}, \"spec\": {}}")))
        .isInstanceOfSatisfying(
            Verdict.Allowed.class,
            verdict ->
                assertThat(verdict.patch())
                    .extracting(PatchOperation::op, PatchOperation::path)
                    .containsExactly(
                        tuple("add", "/spec/successPolicy"),
                        tuple("add", "/spec/startupPolicy"),
                        tuple("add", "/spec/network")));
  }

  @Test
  @Tag("admission:D15")
  void updatesAreNotDefaulted() {
    assertThat(new JobSetDefaulting().review(update("{\"spec\": {}}", "{\"spec\": {}}")))
        .isEqualTo(Verdict.allowed());
  }

  @Test
  void whatTheSchemaWillRefuseIsLeftToTheSchema() {
    assertThat(new JobSetDefaulting().review(creation("{\"spec\": {\"suspend\": 7.5}}")))
        .isEqualTo(Verdict.allowed());
  }

  @Test
  @Tag("admission:C22")
  void refusalTellsEveryErrorInOneResponse() {
    Verdict verdict = validation(FeatureGates.DEFAULTS).review(creation(BROKEN));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Denied.class,
            denied -> {
              assertThat(denied.code()).isEqualTo(422);
              assertThat(denied.reason()).isEqualTo("Invalid");
              assertThat(denied.message())
                  .startsWith(
                      "JobSet.jobset.x-k8s.io \"js\" is invalid: [spec.managedBy: Required value,"
                          + " spec.replicatedJobs[0].groupName: Invalid value: \"G\": a DNS-1035")
                  .endsWith("]");
              assertThat(denied.details().orElseThrow())
                  .satisfies(
                      details -> {
                        assertThat(details.getName()).isEqualTo("js");
                        assertThat(details.getKind()).isEqualTo("JobSet");
                        assertThat(details.getGroup()).isEqualTo("jobset.x-k8s.io");
                        assertThat(details.getCauses())
                            .extracting(StatusCause::getReason, StatusCause::getField)
                            .containsExactly(
                                tuple("FieldValueRequired", "spec.managedBy"),
                                tuple("FieldValueInvalid", "spec.replicatedJobs[0].groupName"));
                      });
            });
  }

  @Test
  void gatesDecide() {
    String restartJob =
        """
        {"metadata": {"name": "js"}, "spec": {"failurePolicy": {"restartStrategy": "Recreate",
          "rules": [{"name": "r", "action": "RestartJob"}]}}}
        """;

    assertThat(validation(FeatureGates.DEFAULTS).review(creation(restartJob)))
        .isInstanceOf(Verdict.Denied.class);
    assertThat(
            validation(FeatureGates.DEFAULTS.with(FeatureGate.RESTART_JOB))
                .review(creation(restartJob)))
        .isInstanceOf(Verdict.Allowed.class);
  }

  @Test
  void claimsAreLookedUpInTheNamespaceOfTheRequest() {
    List<String> asked = new ArrayList<>();
    JobSetValidation validation =
        new JobSetValidation(
            FeatureGates.DEFAULTS,
            (namespace, name) -> {
              asked.add(namespace + "/" + name);
              return Optional.empty();
            });

    validation.review(
        creation(
            """
            {"metadata": {"name": "js"}, "spec": {"volumeClaimPolicies": [
              {"templates": [{"metadata": {"name": "data"}, "spec": {}}]}]}}
            """));

    assertThat(asked).containsExactly("ns/data-js");
  }

  @Test
  void changeIsComparedWithWhatIsStored() {
    String now = BROKEN.replace("\"a\"", "\"b\"");

    assertThat(validation(FeatureGates.DEFAULTS).review(update(BROKEN, BROKEN)))
        .isInstanceOf(Verdict.Allowed.class);
    assertThat(validation(FeatureGates.DEFAULTS).review(update(BROKEN, now)))
        .isInstanceOfSatisfying(
            Verdict.Denied.class,
            denied -> assertThat(denied.message()).contains("field is immutable"));
  }

  @Test
  void validationNeedsWhatItCompares() {
    JobSetValidation validation = validation(FeatureGates.DEFAULTS);

    assertThatThrownBy(
            () -> validation.review(request(Operation.UPDATE, object("{}"), Optional.empty())))
        .isInstanceOf(UndecodableObjectException.class)
        .hasMessageContaining("oldObject");
    assertThatThrownBy(() -> validation.review(creation("{\"spec\": 7}")))
        .isInstanceOf(UndecodableObjectException.class);
  }

  @Test
  void deletionIsAllowed() {
    AdmissionRequest deletion = request(Operation.DELETE, Optional.empty(), object(BROKEN));

    assertThat(validation(FeatureGates.DEFAULTS).review(deletion)).isEqualTo(Verdict.allowed());
    assertThat(new JobSetDefaulting().review(deletion)).isEqualTo(Verdict.allowed());
  }

  private static JobSetValidation validation(FeatureGates gates) {
    return new JobSetValidation(gates, ExistingClaims.NONE);
  }

  private AdmissionRequest creation(String object) {
    return request(Operation.CREATE, object(object), Optional.empty());
  }

  private AdmissionRequest update(String old, String now) {
    return request(Operation.UPDATE, object(now), object(old));
  }

  private static AdmissionRequest request(
      Operation operation, Optional<AdmissionObject> now, Optional<AdmissionObject> old) {
    return new AdmissionRequest("7", operation, "ns", "js", false, "jane", now, old);
  }

  private Optional<AdmissionObject> object(String json) {
    try {
      return Optional.of(new AdmissionObject(mapper.readTree(json), mapper));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
