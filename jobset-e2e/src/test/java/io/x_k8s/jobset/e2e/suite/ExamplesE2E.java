package io.x_k8s.jobset.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.junit.jupiter.api.KubernetesTest;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.x_k8s.jobset.client.JobSetClient;
import io.x_k8s.jobset.client.v1alpha2.JobSetOutcome;
import io.x_k8s.jobset.e2e.cluster.SimulatedPods;
import io.x_k8s.jobset.examples.FirstJobSet;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users copy runs to its end. */
@ExtendWith(RunningOperator.class)
@KubernetesTest
class ExamplesE2E {
  private static final Path YAML = Path.of("..", "examples", "yaml");

  /** Nothing runs on a simulated node, an agent neither: no test applies these yet. */
  private static final String NEEDS_AGENTS = "in-place-restart-";

  private static final Duration SOON = Duration.ofMinutes(3);

  KubernetesClient client;
  Namespace namespace;

  static List<Path> yamlExamples() throws IOException {
    try (Stream<Path> files = Files.list(YAML)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith(NEEDS_AGENTS))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("yamlExamples")
  void yamlCompletes(Path example) throws IOException, InterruptedException {
    JobSet jobSet =
        client.getKubernetesSerialization().unmarshal(Files.readString(example), JobSet.class);
    jobSet.getSpec().getReplicatedJobs().forEach(job -> endSoon(job.getTemplate()));
    var jobSets =
        client
            .adapt(JobSetClient.class)
            .v1alpha2()
            .jobSets()
            .inNamespace(namespace.getMetadata().getName());

    JobSet created = jobSets.resource(jobSet).create();

    assertThat(jobSets.resource(created).waitUntilFinished(SOON))
        .isInstanceOf(JobSetOutcome.Completed.class);
  }

  @Test
  void javaOfTheReadmeCompletes() throws IOException, InterruptedException {
    JobSet yaml =
        client
            .getKubernetesSerialization()
            .unmarshal(Files.readString(YAML.resolve("first-jobset.yaml")), JobSet.class);
    JobTemplateSpec template = yaml.getSpec().getReplicatedJobs().get(0).getTemplate();
    endSoon(template);

    assertThat(FirstJobSet.run(client, namespace.getMetadata().getName(), template))
        .isInstanceOf(JobSetOutcome.Completed.class);
  }

  /** With all Jobs: the next one has the same names. */
  @AfterEach
  void removeAll() {
    client
        .resources(JobSet.class)
        .inNamespace(namespace.getMetadata().getName())
        .withPropagationPolicy(DeletionPropagation.FOREGROUND)
        .withTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
        .delete();
  }

  /** Nothing is executed on a simulated node: it must be told when a Pod ends. */
  private static void endSoon(JobTemplateSpec template) {
    template
        .getSpec()
        .setTemplate(
            template
                .getSpec()
                .getTemplate()
                .edit()
                .editOrNewMetadata()
                .addToAnnotations(SimulatedPods.RUN_SECONDS, "1")
                .endMetadata()
                .build());
  }
}
