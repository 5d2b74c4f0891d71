package io.x_k8s.jobset.operator.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.TerminalState;

/**
 * The two counters that dashboards of the original know, with its labels. A JobSet is counted once
 * its status says that it has finished, not before.
 */
public final class JobSetMetrics {
  private final Counter completed;
  private final Counter failed;

  /**
   * @param registry where the counters appear
   */
  public JobSetMetrics(PrometheusRegistry registry) {
    this.completed = counter("jobset_completed_total", "The total number of completed JobSets");
    this.failed = counter("jobset_failed_total", "The total number of failed JobSets");
    registry.register(completed);
    registry.register(failed);
  }

  /**
   * Counts a JobSet whose end has just been written.
   *
   * @param jobSet the JobSet
   * @param terminalState how it ended, see {@link TerminalState}
   */
  public void finished(JobSet jobSet, String terminalState) {
    Counter counter = TerminalState.COMPLETED.equals(terminalState) ? completed : failed;
    counter.labelValues(jobSet.getMetadata().getName(), jobSet.getMetadata().getNamespace()).inc();
  }

  private static Counter counter(String name, String help) {
    return Counter.builder().name(name).help(help).labelNames("jobset_name", "namespace").build();
  }
}
