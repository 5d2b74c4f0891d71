package io.x_k8s.jobset.client.v1alpha2.logs;

import java.util.List;
import java.util.Optional;

/** Those that there are when they are first asked for. */
final class ListedContainers implements RunningContainers {

  private final PodsOfJobSet pods;
  private boolean listed;

  ListedContainers(PodsOfJobSet pods) {
    this.pods = pods;
  }

  @Override
  public Optional<List<ContainerRun>> changed() {
    if (listed) {
      return Optional.empty();
    }
    listed = true;
    return Optional.of(pods.runs(pods.list()));
  }

  @Override
  public boolean isOver() {
    return listed;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
