package io.x_k8s.jobset.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.x_k8s.jobset.admission.AdmissionGates;
import io.x_k8s.jobset.admission.Defaulting;
import io.x_k8s.jobset.admission.FieldError;
import io.x_k8s.jobset.admission.Findings;
import io.x_k8s.jobset.admission.Invalid;
import io.x_k8s.jobset.admission.Preflight;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What this project says about thousands of random JobSets and changes is what an API server says:
 * one that has the CRD alone, and one that has the webhooks as well.
 */
class RandomJobSetsIT {
  private static final AdmissionCluster CLUSTER = AdmissionCluster.shared();
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final int CHANGES_OF_EACH_KIND = 3;

  private final KubernetesClient client = CLUSTER.client();
  private final Server server = new Server(client);
  private final List<String> disagreements = Collections.synchronizedList(new ArrayList<>());

  @Test
  void theCrdAloneRefusesWhatTheSchemaAndItsExpressionsRefuse() {
    String namespace = CLUSTER.newNamespace(Admission.CRD_ALONE);
    CelOracle oracle = CelOracle.ofTheCrd();
    RuleHits hits = new RuleHits(SchemaMistakes.all());
    List<RandomSample> samples =
        RandomSample.standard().stream().map(sample -> sample.in(namespace)).toList();
    List<JobSet> defaulted =
        samples.stream().map(sample -> Defaulting.defaulted(sample.jobSet())).toList();
    List<Server.Answer> answers = Server.all(defaulted, server::create);
    for (RandomSample sample : samples) {
      Findings findings = sample.findings();
      hits.count(ofTheCrd(findings));
      compareWithTheCrd(sample, findings, answers.get(sample.number()));
      JsonNode spec = spec(defaulted.get(sample.number()));
      compareWithCel(sample, findings, oracle.refusals(null, spec));
    }
    int refused = refused(answers);
    System.out.printf(
        "%d JobSets, seed %d, %d refused by the CRD alone; rules broken: %s%n",
        RandomSample.LENGTH, RandomSample.SEED, refused, hits);

    assertThat(oracle.rules()).isEqualTo(8);
    assertThat(disagreements).isEmpty();
    assertThat(refused * 100 / RandomSample.LENGTH).isBetween(30, 70);
  }

  @Test
  void theCrdAloneRefusesTheChangesThatItsSchemaAndExpressionsRefuse() {
    String namespace = CLUSTER.newNamespace(Admission.CRD_ALONE);
    CelOracle oracle = CelOracle.ofTheCrd();
    List<Server.Answer> answers =
        Server.all(
            changesIn(namespace),
            change -> {
              JobSet stored = client.resource(change.jobSet()).create();
              JobSet changed = change.changed(stored);
              Server.Answer answer = server.update(changed);
              Findings findings = Preflight.update(stored, changed, RandomSample.ALL_GATES);
              compareWithTheCrd(changed, findings, answer);
              compareWithCel(changed, findings, oracle.refusals(spec(stored), spec(changed)));
              return answer;
            });

    assertThat(disagreements).isEmpty();
    assertThat(refused(answers)).isBetween(1, answers.size() - 1);
  }

  @Test
  void withTheWebhooksTheSameIsRefusedInTheSameWords() {
    Map<AdmissionGates, String> namespaces =
        Map.of(
            AdmissionGates.DEFAULT, CLUSTER.newNamespace(Admission.DEFAULT_GATES),
            RandomSample.ALL_GATES, CLUSTER.newNamespace(Admission.ALL_GATES));
    namespaces
        .values()
        .forEach(
            namespace ->
                ClaimsThatExist.in(namespace).forEach(claim -> client.resource(claim).create()));
    RuleHits hits = new RuleHits(WebhookMistakes.all());
    List<RandomSample> samples =
        RandomSample.standard().stream()
            .map(sample -> sample.in(namespaces.get(sample.gates())))
            .toList();
    List<Server.Answer> answers = Server.all(samples, sample -> server.create(sample.jobSet()));
    for (RandomSample sample : samples) {
      Findings findings = sample.findings();
      compareWithTheWebhook(sample.jobSet(), findings, answers.get(sample.number()));
      if (ofTheCrd(findings).isEmpty()) {
        hits.count(findings.webhook());
      }
    }
    int refused = refused(answers);
    System.out.printf(
        "%d JobSets, seed %d, %d refused with the webhooks; rules broken: %s%n",
        RandomSample.LENGTH, RandomSample.SEED, refused, hits);

    assertThat(disagreements).isEmpty();
    assertThat(refused * 100 / RandomSample.LENGTH).isBetween(30, 70);
    assertThat(hits.hits())
        .allSatisfy((rule, count) -> assertThat(count).as(rule).isGreaterThanOrEqualTo(10));
  }

  @Test
  void withTheWebhooksTheSameChangesAreRefusedInTheSameWords() {
    for (Admission admission : List.of(Admission.DEFAULT_GATES, Admission.ALL_GATES)) {
      AdmissionGates gates =
          admission == Admission.ALL_GATES ? RandomSample.ALL_GATES : AdmissionGates.DEFAULT;
      List<Server.Answer> answers =
          Server.all(
              changesIn(CLUSTER.newNamespace(admission)),
              change -> {
                JobSet stored = client.resource(change.jobSet()).create();
                JobSet changed = change.changed(stored);
                Server.Answer answer = server.update(changed);
                compareWithTheWebhook(changed, Preflight.update(stored, changed, gates), answer);
                return answer;
              });

      assertThat(disagreements).isEmpty();
      assertThat(refused(answers)).isBetween(1, answers.size() - 1);
    }
  }

  private static List<RandomChange> changesIn(String namespace) {
    return RandomChange.sequence(RandomSample.SEED, CHANGES_OF_EACH_KIND, namespace);
  }

  private void compareWithTheCrd(Object asked, Findings findings, Server.Answer answer) {
    if (answer.accepted() != ofTheCrd(findings).isEmpty()) {
      disagree(asked, ofTheCrd(findings), answer.message());
    }
  }

  /** Expressions are not evaluated where the schema refuses already. */
  private void compareWithCel(Object asked, Findings findings, List<String> refusals) {
    if (findings.schema().isEmpty() && !refusals.equals(broken(findings.expressions()))) {
      disagree(asked, findings.expressions(), refusals);
    }
  }

  private void compareWithTheWebhook(JobSet asked, Findings findings, Server.Answer answer) {
    if (answer.accepted() != findings.isAccepted()) {
      disagree(asked, findings.errors(), answer.message());
    } else if (ofTheCrd(findings).isEmpty() && !findings.webhook().isEmpty()) {
      String expected = new Invalid(asked.getMetadata().getName(), findings.webhook()).message();
      if (!answer.message().endsWith(" denied the request: " + expected)) {
        disagree(asked, expected, answer.message());
      }
    }
  }

  private void disagree(Object asked, Object ours, Object theirs) {
    disagreements.add(
        "%s%n  should be answered by: %s%n  and is answered by: %s".formatted(asked, ours, theirs));
  }

  private static List<FieldError> ofTheCrd(Findings findings) {
    return Stream.concat(findings.schema().stream(), findings.expressions().stream()).toList();
  }

  private static int refused(List<Server.Answer> answers) {
    return (int) answers.stream().filter(answer -> !answer.accepted()).count();
  }

  /** Path and message of the rules; how one that cannot be evaluated is told is left aside. */
  private static List<String> broken(List<FieldError> errors) {
    return errors.stream()
        .map(
            error ->
                error.path()
                    + ": "
                    + error.detail().replaceFirst("^no such key: \\w+ evaluating rule: ", ""))
        .sorted()
        .toList();
  }

  private static JsonNode spec(JobSet jobSet) {
    return SERIALIZATION.convertValue(jobSet.getSpec(), JsonNode.class);
  }
}
