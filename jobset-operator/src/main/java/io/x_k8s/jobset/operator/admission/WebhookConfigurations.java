package io.x_k8s.jobset.operator.admission;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperationsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfigBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;

/**
 * The objects that tell the API server when to ask the admission server. Manifests, chart and local
 * clusters are all made from this class.
 *
 * <p>An outage of the server stops no more than it must: new and changed JobSets, and Pods of
 * exclusive placement. The selector and the conditions choose; what they leave out is not asked
 * about at all.
 */
public final class WebhookConfigurations {
  /** Name of the configuration of mutating webhooks. */
  public static final String MUTATING = "jobset-mutating-webhook-configuration";

  /** Name of the configuration of validating webhooks. */
  public static final String VALIDATING = "jobset-validating-webhook-configuration";

  private static final String COMPLETION_INDEX = "batch.kubernetes.io/job-completion-index";
  private static final String EXCLUSIVE = has(JobSetAnnotations.EXCLUSIVE_TOPOLOGY);
  private static final String NODE_SELECTOR = has(JobSetAnnotations.NODE_SELECTOR);

  private static final MatchCondition WITHOUT_NODE_SELECTOR =
      new MatchCondition("!(" + NODE_SELECTOR + ")", "without-node-selector-strategy");
  private static final MatchCondition IS_EXCLUSIVE =
      new MatchCondition(EXCLUSIVE, "exclusive-placement");
  private static final MatchCondition IS_NOT_EXCLUSIVE =
      new MatchCondition("!(" + EXCLUSIVE + ")", "no-exclusive-placement");
  private static final MatchCondition IS_FOLLOWER =
      new MatchCondition(
          "!(%s && object.metadata.annotations['%s'] == '0')"
              .formatted(has(COMPLETION_INDEX), COMPLETION_INDEX),
          "follower");

  /** So that finalizers, labels and owners can be changed, and deletion ends, during an outage. */
  private static final MatchCondition SPEC_CHANGES =
      new MatchCondition(
          "request.operation != 'UPDATE' || has(object.spec) != has(oldObject.spec)"
              + " || (has(object.spec) && object.spec != oldObject.spec)",
          "spec-changes");

  /** What fails anyway if nobody answers should not hold up Pods for long. */
  private static final int OPTIONAL_TIMEOUT_SECONDS = 5;

  private final String namespace;
  private final String service;
  private final int port;

  /**
   * @param namespace namespace of the Service
   * @param service Service in front of the admission server
   * @param port the Service's port
   */
  public WebhookConfigurations(String namespace, String service, int port) {
    this.namespace = namespace;
    this.service = service;
    this.port = port;
  }

  /** The configuration of mutating webhooks, without a {@code caBundle}. */
  public MutatingWebhookConfiguration mutating() {
    return new MutatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName(MUTATING)
        .endMetadata()
        .withWebhooks(
            mutating("mjobset.kb.io", "Fail", AdmissionPath.MUTATE_JOBSET)
                .withRules(jobSets("CREATE"))
                .build(),
            mutating("mpod.kb.io", "Fail", AdmissionPath.MUTATE_POD)
                .withRules(pods())
                .withObjectSelector(ofJobSets())
                .withMatchConditions(WITHOUT_NODE_SELECTOR, IS_EXCLUSIVE)
                .build(),
            mutating("mpod-priority.kb.io", "Ignore", AdmissionPath.MUTATE_POD)
                .withRules(pods())
                .withObjectSelector(ofJobSets())
                .withMatchConditions(WITHOUT_NODE_SELECTOR, IS_NOT_EXCLUSIVE)
                .withTimeoutSeconds(OPTIONAL_TIMEOUT_SECONDS)
                .build())
        .build();
  }

  /** The configuration of validating webhooks, without a {@code caBundle}. */
  public ValidatingWebhookConfiguration validating() {
    return new ValidatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName(VALIDATING)
        .endMetadata()
        .withWebhooks(
            validating("vjobset.kb.io", AdmissionPath.VALIDATE_JOBSET)
                .withRules(jobSets("CREATE", "UPDATE"))
                .withMatchConditions(SPEC_CHANGES)
                .build(),
            validating("vpod.kb.io", AdmissionPath.VALIDATE_POD)
                .withRules(pods())
                .withObjectSelector(ofJobSets())
                .withMatchConditions(WITHOUT_NODE_SELECTOR, IS_EXCLUSIVE, IS_FOLLOWER)
                .build())
        .build();
  }

  private MutatingWebhookBuilder mutating(String name, String failurePolicy, AdmissionPath path) {
    return new MutatingWebhookBuilder()
        .withName(name)
        .withClientConfig(client(path))
        .withFailurePolicy(failurePolicy)
        .withSideEffects("None")
        .withAdmissionReviewVersions("v1");
  }

  private ValidatingWebhookBuilder validating(String name, AdmissionPath path) {
    return new ValidatingWebhookBuilder()
        .withName(name)
        .withClientConfig(client(path))
        .withFailurePolicy("Fail")
        .withSideEffects("None")
        .withAdmissionReviewVersions("v1");
  }

  private WebhookClientConfig client(AdmissionPath path) {
    return new WebhookClientConfigBuilder()
        .withNewService()
        .withNamespace(namespace)
        .withName(service)
        .withPath(path.path())
        .withPort(port)
        .endService()
        .build();
  }

  private static RuleWithOperations jobSets(String... operations) {
    return new RuleWithOperationsBuilder()
        .withApiGroups("jobset.x-k8s.io")
        .withApiVersions("v1alpha2")
        .withOperations(operations)
        .withResources("jobsets")
        .build();
  }

  private static RuleWithOperations pods() {
    return new RuleWithOperationsBuilder()
        .withApiGroups("")
        .withApiVersions("v1")
        .withOperations("CREATE")
        .withResources("pods")
        .build();
  }

  private static LabelSelector ofJobSets() {
    return new LabelSelectorBuilder()
        .addNewMatchExpression()
        .withKey(JobSetLabels.JOBSET_NAME)
        .withOperator("Exists")
        .endMatchExpression()
        .build();
  }

  private static String has(String annotation) {
    return "has(object.metadata.annotations) && '%s' in object.metadata.annotations"
        .formatted(annotation);
  }
}
