package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.NAME;
import static io.x_k8s.jobset.e2e.operator.JobSets.named;
import static io.x_k8s.jobset.e2e.operator.JobSets.replicatedJob;
import static io.x_k8s.jobset.e2e.operator.Waiting.consistently;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OperatorTest
@Gates("ElasticJobSet")
class ElasticJobSetIT {
  private static final String W0 = "test-js-workers-0";
  private static final String W1 = "test-js-workers-1";

  @Test
  @Tag("controller:G-006")
  void runningJobChangesItsSizeInPlace(TestNamespace namespace) {
    namespace.create(jobSet(1));
    namespace.jobController().ready(W0);
    String uid = namespace.job(W0).getMetadata().getUid();

    namespace.change(size(4));

    eventually(() -> assertThat(sizes(namespace)).isEqualTo(Map.of(W0, List.of(4, 4))));
    assertThat(namespace.job(W0).getMetadata().getUid()).isEqualTo(uid);
  }

  @Test
  @Gates({})
  void withoutTheGateJobsKeepTheirSize(TestNamespace namespace) {
    namespace.create(jobSet(1));
    namespace.jobController().ready(W0);

    namespace.change(size(4));

    consistently(() -> assertThat(sizes(namespace)).isEqualTo(Map.of(W0, List.of(2, 2))));
  }

  @Test
  @Tag("controller:G-008")
  void suspendedJobChangesItsSizeToo(TestNamespace namespace) {
    JobSet suspended = jobSet(1);
    suspended.getSpec().setSuspend(true);
    namespace.create(suspended);
    namespace.jobController().suspended(W0);

    namespace.change(size(4));

    eventually(() -> assertThat(sizes(namespace)).isEqualTo(Map.of(W0, List.of(4, 4))));
    assertThat(namespace.suspendedJobs()).isEqualTo(Map.of(W0, true));
  }

  @Test
  @Tag("controller:G-009")
  void completedJobKeepsItsSize(TestNamespace namespace) {
    namespace.create(jobSet(2));
    namespace.jobController().complete(W0);
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).hasCounts("workers: succeeded 1"));

    namespace.change(size(4));

    eventually(
        () -> assertThat(sizes(namespace)).isEqualTo(Map.of(W0, List.of(2, 2), W1, List.of(4, 4))));
  }

  @Test
  @Tag("controller:G-010")
  void finishedJobSetKeepsItsSize(TestNamespace namespace) {
    namespace.create(jobSet(1));
    namespace.jobController().complete(W0);
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());

    namespace.change(size(4));

    consistently(() -> assertThat(sizes(namespace)).isEqualTo(Map.of(W0, List.of(2, 2))));
  }

  /** Section 24, no. 14. */
  @Test
  void sizeThatIsUnsetIsNotAskedForAgainAndAgain(TestNamespace namespace) {
    namespace.create(
        named(
            NAME,
            spec ->
                spec.withReplicatedJobs(
                    replicatedJob("workers", 1)
                        .editTemplate()
                        .editSpec()
                        .withParallelism(null)
                        .withCompletions(null)
                        .withCompletionMode(null)
                        .endSpec()
                        .endTemplate()
                        .build())));

    namespace.jobController().ready(W0);

    eventually(
        () -> JobSetAssert.assertThat(namespace.jobSet()).hasCounts("workers: ready 1, active 1"));
    consistently(
        () ->
            assertThat(namespace.proxy().requests(request -> request.isPatchOf("jobs"))).isEmpty());
  }

  private static JobSet jobSet(int replicas) {
    ReplicatedJob workers = replicatedJob("workers", replicas).build();
    JobSet jobSet = named(NAME, spec -> spec.withReplicatedJobs(workers));
    size(2).accept(jobSet);
    return jobSet;
  }

  private static Consumer<JobSet> size(int size) {
    return jobSet ->
        jobSet
            .getSpec()
            .getReplicatedJobs()
            .forEach(
                workers -> {
                  workers.getTemplate().getSpec().setParallelism(size);
                  workers.getTemplate().getSpec().setCompletions(size);
                });
  }

  private static Map<String, List<Integer>> sizes(TestNamespace namespace) {
    return namespace.jobs().values().stream()
        .collect(
            Collectors.toMap(
                job -> job.getMetadata().getName(),
                job -> List.of(job.getSpec().getParallelism(), job.getSpec().getCompletions())));
  }
}
