package io.x_k8s.jobset.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import org.junit.jupiter.api.Test;

/**
 * Names, paths and order are what clusters and users know; the conditions are tried on a server.
 */
class WebhookConfigurationsTest {
  private final WebhookConfigurations configurations =
      new WebhookConfigurations("jobset-system", "jobset-webhook-service", 443);

  @Test
  void mutatingWebhooksAreThoseOfTheSpecificationAndOneThatMayFail() {
    assertThat(configurations.mutating().getMetadata().getName())
        .isEqualTo("jobset-mutating-webhook-configuration");
    assertThat(configurations.mutating().getWebhooks())
        .extracting(
            MutatingWebhook::getName,
            webhook -> webhook.getClientConfig().getService().getPath(),
            MutatingWebhook::getFailurePolicy,
            webhook -> webhook.getRules().get(0).getResources().get(0),
            webhook -> webhook.getRules().get(0).getOperations().toString())
        .containsExactly(
            tuple(
                "mjobset.kb.io",
                "/mutate-jobset-x-k8s-io-v1alpha2-jobset",
                "Fail",
                "jobsets",
                "[CREATE]"),
            tuple("mpod.kb.io", "/mutate--v1-pod", "Fail", "pods", "[CREATE]"),
            tuple("mpod-priority.kb.io", "/mutate--v1-pod", "Ignore", "pods", "[CREATE]"));
  }

  @Test
  void validatingWebhooksAreThoseOfTheSpecification() {
    assertThat(configurations.validating().getMetadata().getName())
        .isEqualTo("jobset-validating-webhook-configuration");
    assertThat(configurations.validating().getWebhooks())
        .extracting(
            ValidatingWebhook::getName,
            webhook -> webhook.getClientConfig().getService().getPath(),
            ValidatingWebhook::getFailurePolicy,
            webhook -> webhook.getRules().get(0).getResources().get(0),
            webhook -> webhook.getRules().get(0).getOperations().toString())
        .containsExactly(
            tuple(
                "vjobset.kb.io",
                "/validate-jobset-x-k8s-io-v1alpha2-jobset",
                "Fail",
                "jobsets",
                "[CREATE, UPDATE]"),
            tuple("vpod.kb.io", "/validate--v1-pod", "Fail", "pods", "[CREATE]"));
  }

  @Test
  void allHaveNoSideEffectsAndLeadToTheService() {
    assertThat(configurations.mutating().getWebhooks())
        .allSatisfy(
            webhook -> {
              assertThat(webhook.getSideEffects()).isEqualTo("None");
              assertThat(webhook.getAdmissionReviewVersions()).containsExactly("v1");
              assertThat(webhook.getClientConfig().getService().getName())
                  .isEqualTo("jobset-webhook-service");
              assertThat(webhook.getClientConfig().getService().getNamespace())
                  .isEqualTo("jobset-system");
              assertThat(webhook.getClientConfig().getService().getPort()).isEqualTo(443);
            });
  }

  @Test
  void podsAreChosenByLabelAndByCondition() {
    assertThat(configurations.mutating().getWebhooks())
        .filteredOn(webhook -> webhook.getName().contains("pod"))
        .allSatisfy(
            webhook -> {
              assertThat(webhook.getObjectSelector().getMatchExpressions())
                  .extracting(expression -> expression.getKey() + " " + expression.getOperator())
                  .containsExactly("jobset.sigs.k8s.io/jobset-name Exists");
              assertThat(webhook.getMatchConditions())
                  .extracting(MatchCondition::getName)
                  .hasSize(2)
                  .doesNotHaveDuplicates();
            });
  }
}
