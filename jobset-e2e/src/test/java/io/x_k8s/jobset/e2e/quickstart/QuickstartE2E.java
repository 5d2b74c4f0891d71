package io.x_k8s.jobset.e2e.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.x_k8s.jobset.e2e.launch.LaunchedOperator;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.TerminalState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The main job: from nothing to a completed JobSet. */
@Isolated("It looks for processes that are left over, and others would be taken for them.")
class QuickstartE2E {

  private final Set<ProcessHandle> before = processes();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final Quickstart quickstart =
      new Quickstart(
          Path.of(System.getProperty(LaunchedOperator.DISTRIBUTION_PROPERTY)),
          new PrintStream(output, true, StandardCharsets.UTF_8));

  @Test
  void endsWithACompletedJobSetAndNothingLeft() throws IOException, InterruptedException {
    var completed = quickstart.run(new QuickstartOptions(false, false, Optional.empty()));

    assertThat(completed).isTrue();
    assertThat(output()).containsPattern("Submitted JobSet default/training-\\w+");
    assertThat(output()).contains("workers ready 4 active 4 succeeded 0/4");
    assertThat(output()).containsPattern("Completed in \\d+\\.\\d s");
    awaitNothingLeft();
  }

  @Test
  void leavesEverythingRunningIfAskedToUntilToldToStop() throws IOException, InterruptedException {
    var completed = quickstart.run(new QuickstartOptions(false, true, Optional.empty()));

    assertThat(completed).isTrue();
    var kubeconfig = told("export KUBECONFIG=(.*)");
    try (var kubernetes =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build()) {
      assertThat(kubernetes.resources(JobSet.class).inNamespace("default").list().getItems())
          .extracting(jobSet -> jobSet.getStatus().getTerminalState())
          .containsExactly(TerminalState.COMPLETED);
    }
    assertThat(processes()).hasSizeGreaterThan(before.size());

    Quickstart.stop(told("--stop (.*)"));

    assertThat(kubeconfig.getParent()).doesNotExist();
    awaitNothingLeft();
  }

  private Path told(String line) {
    var matcher = Pattern.compile(line).matcher(output());
    assertThat(matcher.find()).as(output()).isTrue();
    return Path.of(matcher.group(1).trim());
  }

  private void awaitNothingLeft() {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(processes()).isSubsetOf(before));
  }

  private static Set<ProcessHandle> processes() {
    return ProcessHandle.current().descendants().collect(Collectors.toSet());
  }

  private String output() {
    return output.toString(StandardCharsets.UTF_8);
  }
}
