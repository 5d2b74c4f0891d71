package io.x_k8s.jobset.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a cluster leaves on this machine: its folder, and processes that name it. */
final class ClusterFootprint {

  private ClusterFootprint() {}

  static List<String> processes(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().commandLine().stream())
        .filter(commandLine -> commandLine.contains(folder.toString()))
        .toList();
  }

  static void awaitNone(Path folder) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              assertThat(processes(folder)).isEmpty();
              assertThat(folder).doesNotExist();
            });
  }
}
