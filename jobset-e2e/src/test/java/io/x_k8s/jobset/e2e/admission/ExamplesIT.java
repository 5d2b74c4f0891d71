package io.x_k8s.jobset.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.x_k8s.jobset.admission.Defaulting;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server with the webhooks treats every example as its header says. */
@Execution(ExecutionMode.CONCURRENT)
class ExamplesIT {
  private static final AdmissionCluster CLUSTER = AdmissionCluster.shared();

  private final KubernetesClient client = CLUSTER.client();

  static List<Example> valid() {
    return Example.in("");
  }

  static List<Example> invalid() {
    return Example.in("invalid");
  }

  static List<Example> updates() {
    return Example.in("updates");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void validExampleIsStoredWithTheDefaultsAndNothingElse(Example example) {
    String defaulted = CLUSTER.newNamespace(example.admission());
    String asWritten = CLUSTER.newNamespace(Admission.CRD_ALONE);

    for (GenericKubernetesResource document : example.documents()) {
      Map<String, Object> stored = spec(create(defaulted, document));

      ExpectedDefaults.addTo(spec(document));
      assertThat(stored).isEqualTo(spec(create(asWritten, document)));
    }
  }

  @ParameterizedTest
  @MethodSource("invalid")
  @Tag("admission:C23")
  void invalidExampleIsRefusedInItsWords(Example example) {
    String namespace = CLUSTER.newNamespace(example.admission());
    GenericKubernetesResource document = example.documents().get(0);

    KubernetesClientException refusal =
        catchThrowableOfType(KubernetesClientException.class, () -> create(namespace, document));

    assertThat(refusal).as("refusal of %s", example).isNotNull();
    Status status = refusal.getStatus();
    assertThat(status.getMessage()).contains(example.expected());
    assertThat(status.getCode()).isEqualTo(422);
    assertThat(status.getReason()).isEqualTo("Invalid");
    assertThat(status.getDetails().getKind()).isEqualTo("JobSet");
    assertThat(status.getDetails().getGroup()).isEqualTo("jobset.x-k8s.io");
    assertThat(status.getDetails().getCauses())
        .isNotEmpty()
        .extracting(StatusCause::getReason)
        .allMatch(reason -> reason.startsWith("FieldValue"));
    String name = document.getMetadata().getName();
    if (example.header("layer").orElseThrow().equals("webhook")) {
      assertThat(status.getMessage())
          .matches(
              "(?s)admission webhook \"(gated\\.)?vjobset\\.kb\\.io\" denied the request: JobSet"
                  + "\\.jobset\\.x-k8s\\.io \"%s\" is invalid: .*".formatted(name));
    } else {
      assertThat(status.getMessage()).doesNotContain("admission webhook");
    }
  }

  @ParameterizedTest
  @MethodSource("updates")
  void updateIsTreatedAsItSays(Example example) {
    String namespace = CLUSTER.newNamespace(example.admission());
    List<GenericKubernetesResource> documents = example.documents();
    GenericKubernetesResource stored = create(namespace, documents.get(0));
    example.header("old-status").ifPresent(type -> finish(namespace, stored, type));
    JobSet now = Defaulting.defaulted(jobSet(documents.get(1)));

    KubernetesClientException refusal =
        catchThrowableOfType(
            KubernetesClientException.class,
            () -> client.resource(now).inNamespace(namespace).update());

    if (example.expected().equals("ok")) {
      assertThat(refusal).isNull();
    } else {
      assertThat(refusal).as("refusal of %s", example).isNotNull();
      assertThat(refusal.getStatus().getMessage()).contains(example.expected());
      assertThat(refusal.getStatus().getCode()).isEqualTo(422);
      assertThat(refusal.getStatus().getMessage().contains("admission webhook"))
          .isEqualTo(example.header("layer").orElseThrow().equals("webhook"));
    }
  }

  private GenericKubernetesResource create(String namespace, GenericKubernetesResource document) {
    return client.resource(document).inNamespace(namespace).create();
  }

  private void finish(String namespace, GenericKubernetesResource stored, String condition) {
    client
        .resources(JobSet.class)
        .inNamespace(namespace)
        .withName(stored.getMetadata().getName())
        .editStatus(
            jobSet -> {
              jobSet.setStatus(new JobSetStatus());
              jobSet
                  .getStatus()
                  .setConditions(
                      List.of(
                          new ConditionBuilder()
                              .withType(condition)
                              .withStatus("True")
                              .withReason("Test")
                              .withMessage("")
                              .withLastTransitionTime("2026-01-01T00:00:00Z")
                              .build()));
              return jobSet;
            });
  }

  private static JobSet jobSet(GenericKubernetesResource document) {
    return Serialization.unmarshal(Serialization.asJson(document), JobSet.class);
  }

  private static Map<String, Object> spec(GenericKubernetesResource stored) {
    return stored.get("spec");
  }
}
