package io.x_k8s.jobset.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.TerminalState;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class JobSetMetricsTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final JobSetMetrics metrics = new JobSetMetrics(registry);
  private final JobSet jobSet =
      new JobSetBuilder()
          .withNewMetadata()
          .withName("js")
          .withNamespace("ns")
          .endMetadata()
          .build();

  @Test
  @Tag("controller:Z-007")
  void countsCompletedJobSetsByNameAndNamespace() {
    metrics.finished(jobSet, TerminalState.COMPLETED);

    assertThat(seriesOf("jobset_completed")).containsExactly("js ns 1.0");
    assertThat(seriesOf("jobset_failed")).isEmpty();
  }

  @Test
  @Tag("controller:Z-007")
  void countsFailedJobSetsByNameAndNamespace() {
    metrics.finished(jobSet, TerminalState.FAILED);
    metrics.finished(jobSet, TerminalState.FAILED);

    assertThat(seriesOf("jobset_failed")).containsExactly("js ns 2.0");
    assertThat(seriesOf("jobset_completed")).isEmpty();
  }

  private List<String> seriesOf(String counter) {
    return registry.scrape().stream()
        .filter(snapshot -> snapshot.getMetadata().getName().equals(counter))
        .map(CounterSnapshot.class::cast)
        .flatMap(snapshot -> snapshot.getDataPoints().stream())
        .map(
            point ->
                "%s %s %s"
                    .formatted(
                        point.getLabels().get("jobset_name"),
                        point.getLabels().get("namespace"),
                        point.getValue()))
        .toList();
  }
}
