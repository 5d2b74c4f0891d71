package io.x_k8s.jobset.client.v1alpha2.logs;

import java.util.List;
import java.util.Optional;

/** The containers of a JobSet that have been started. */
interface RunningContainers extends AutoCloseable {

  /** Their latest runs, if these may have changed since this was called last. */
  Optional<List<ContainerRun>> changed();

  /** Whether no more will come. */
  boolean isOver();

  @Override
  void close();
}
