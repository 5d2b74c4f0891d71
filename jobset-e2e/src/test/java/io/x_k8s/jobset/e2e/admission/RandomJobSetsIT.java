package io.x_k8s.jobset.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.x_k8s.jobset.admission.Defaulting;
import io.x_k8s.jobset.admission.FieldError;
import io.x_k8s.jobset.admission.Findings;
import io.x_k8s.jobset.admission.Preflight;
import io.x_k8s.jobset.e2e.cluster.LocalCluster;
import io.x_k8s.jobset.e2e.launch.JobSetCrd;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What this project says about thousands of random JobSets is what an API server says. */
class RandomJobSetsIT {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private static LocalCluster cluster;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    cluster = LocalCluster.api().start();
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
            .build();
    JobSetCrd.install(client);
  }

  @AfterAll
  static void stop() {
    client.close();
    cluster.close();
  }

  @Test
  void theCrdAloneRefusesWhatTheSchemaAndItsExpressionsRefuse() {
    Server server = new Server(client);
    CelOracle oracle = CelOracle.ofTheCrd();
    RuleHits hits = new RuleHits(SchemaMistakes.all());
    List<RandomSample> samples = RandomSample.standard();
    List<Server.Answer> answers =
        Server.all(samples, sample -> server.create(Defaulting.defaulted(sample.jobSet())));
    List<String> disagreements = new ArrayList<>();
    int refused = 0;
    for (RandomSample sample : samples) {
      Server.Answer answer = answers.get(sample.number());
      Findings findings = sample.findings();
      List<FieldError> errors = new ArrayList<>(findings.schema());
      errors.addAll(findings.expressions());
      hits.count(errors);
      refused += answer.accepted() ? 0 : 1;
      if (answer.accepted() != errors.isEmpty()) {
        disagreements.add(sample + ": " + errors + ", the server: " + answer.message());
      }
      List<String> cel = oracle.refusals(null, spec(Defaulting.defaulted(sample.jobSet())));
      if (findings.schema().isEmpty() && !cel.equals(broken(findings.expressions()))) {
        disagreements.add(sample + ": " + findings.expressions() + ", the CRD's own rules: " + cel);
      }
    }
    System.out.printf(
        "%d JobSets, seed %d, %d refused by the CRD alone; rules broken: %s%n",
        RandomSample.LENGTH, RandomSample.SEED, refused, hits);

    assertThat(oracle.rules()).isEqualTo(8);
    assertThat(disagreements).isEmpty();
    assertThat(refused * 100 / RandomSample.LENGTH).isBetween(30, 70);
  }

  @Test
  void theCrdAloneRefusesTheChangesThatItsSchemaAndExpressionsRefuse() {
    Server server = new Server(client);
    CelOracle oracle = CelOracle.ofTheCrd();
    List<RandomChange> changes = RandomChange.sequence(RandomSample.SEED, 5);
    List<String> disagreements = Collections.synchronizedList(new ArrayList<>());
    List<Boolean> accepted =
        Server.all(
            changes,
            change -> {
              JobSet stored = client.resource(change.jobSet()).create();
              JobSet changed = change.changed(stored);
              Server.Answer answer = server.update(changed);
              Findings findings = Preflight.update(stored, changed, RandomSample.ALL_GATES);
              List<FieldError> errors = new ArrayList<>(findings.schema());
              errors.addAll(findings.expressions());
              List<String> cel = oracle.refusals(spec(stored), spec(changed));
              if (answer.accepted() != errors.isEmpty()) {
                disagreements.add(changed + ": " + errors + ", the server: " + answer.message());
              }
              if (findings.schema().isEmpty() && !cel.equals(broken(findings.expressions()))) {
                disagreements.add(changed + ": " + errors + ", the CRD's own rules: " + cel);
              }
              return answer.accepted();
            });

    assertThat(disagreements).isEmpty();
    assertThat(accepted).contains(true, false);
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
