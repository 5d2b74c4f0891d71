package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A;
import static io.x_k8s.jobset.e2e.operator.JobSets.A0;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.B;
import static io.x_k8s.jobset.e2e.operator.JobSets.B0;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.JobSets.named;
import static io.x_k8s.jobset.e2e.operator.JobSets.replicatedJob;
import static io.x_k8s.jobset.e2e.operator.Waiting.consistently;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.operator.Operator;
import io.x_k8s.jobset.testing.JobSetAssert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OperatorTest(started = false)
class OperatorRestartIT {
  private static final OperatorSettings SETTINGS = OperatorSettings.withGates();

  @Test
  void killedWhileCreating(TestNamespace namespace, @TempDir Path folder) throws Exception {
    ApiFault slow =
        namespace
            .proxy()
            .add(ApiFault.delay(request -> request.isCreateOf("jobs"), Duration.ofMillis(300)));
    try (OperatorProcess operator = OperatorProcess.start(folder, SETTINGS, namespace.proxy())) {
      namespace.create(
          named("many", spec -> spec.withReplicatedJobs(replicatedJob("w", 120).build())));
      eventually(() -> assertThat(namespace.jobs()).hasSizeGreaterThan(20));
      operator.kill();
    }
    slow.close();
    Map<String, String> before = new TreeMap<>(namespace.jobUids());
    assertThat(before).hasSizeLessThan(120);

    namespace.startOperator();

    eventually(() -> assertThat(namespace.jobs()).hasSize(120));
    assertThat(namespace.jobUids()).containsAllEntriesOf(before);
    assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("0", 120L));
    eventually(
        () -> JobSetAssert.assertThat(namespace.jobSet("many")).hasCounts("w: ").hasRestarts(0, 0));
    assertThat(namespace.events()).isEmpty();
    assertThat(folder.resolve("operator.log"))
        .satisfies(log -> assertThat(Files.size(log)).isPositive());
  }

  @Test
  @Tag("controller:Z-004")
  void killedInTheMiddleOfARestart(TestNamespace namespace, @TempDir Path folder) {
    ApiFault held =
        namespace
            .proxy()
            .add(ApiFault.hold(request -> request.isDeleteOf("jobs") && !request.isOf(A0)));
    try (OperatorProcess operator = OperatorProcess.start(folder, SETTINGS, namespace.proxy())) {
      namespace.create(f1(3));
      namespace.jobController().fail(B0);
      eventually(() -> assertThat(namespace.jobController().deleting()).containsExactly(A0));
      JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(1, 1);
      operator.kill();
    }
    held.close();

    namespace.startOperator();

    namespace.jobController().finishDeleting(4);
    eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("1", 4L)));
    JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(1, 1);
    namespace.jobController().complete(ALL_JOBS);
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted().hasRestarts(1, 1));
  }

  @Test
  void killedBetweenTheFailureAndItsCount(TestNamespace namespace, @TempDir Path folder) {
    ApiFault held = ApiFault.hold(ApiRequest::isStatusWrite);
    try (OperatorProcess operator = OperatorProcess.start(folder, SETTINGS, namespace.proxy())) {
      namespace.create(f1(3));
      eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).hasCounts(B + ": ", A + ": "));
      namespace.proxy().add(held);
      namespace.jobController().fail(B0);
      eventually(() -> assertThat(held.met()).isPositive());
      operator.kill();
    }
    // The write that was under way is done all the same, while the next operator starts.
    held.close();

    namespace.startOperator();

    namespace.jobController().finishDeleting(4);
    eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("1", 4L)));
    consistently(() -> JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(1, 1));
  }

  @Test
  void stoppedOperatorLeavesNothingHalfDone(TestNamespace namespace) {
    namespace.startOperator();
    namespace.create(
        named("many", spec -> spec.withReplicatedJobs(replicatedJob("w", 60).build())));
    eventually(() -> assertThat(namespace.jobs()).isNotEmpty());

    namespace.stopOperator();

    int stopped = namespace.proxy().requests(ApiRequest::isWrite).size();
    assertThat(namespace.proxy().exchanges()).noneMatch(exchange -> exchange.code() == 0);
    consistently(
        () -> assertThat(namespace.proxy().requests(ApiRequest::isWrite)).hasSize(stopped));

    namespace.startOperator();
    eventually(() -> assertThat(namespace.jobs()).hasSize(60));
    assertThat(namespace.proxy().exchanges()).noneMatch(exchange -> exchange.code() == 409);
  }

  @Test
  @Tag("controller:Z-005")
  void leaderThatStopsHandsOver(TestNamespace namespace) {
    OperatorSettings elected = OperatorSettings.electedIn(namespace.name());
    try (ApiProxy firstProxy = namespace.newProxy();
        ApiProxy secondProxy = namespace.newProxy()) {
      Operator first = TestNamespace.start(elected, firstProxy);
      try {
        namespace.create(f1(1));
        eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
        try (Operator second = TestNamespace.start(elected, secondProxy)) {
          assertThat(second.healthPort()).as("switched off").isEmpty();
          namespace.jobController().ready(A0);
          eventually(
              () ->
                  JobSetAssert.assertThat(namespace.jobSet())
                      .hasCounts(B + ": ", A + ": ready 1, active 1"));
          assertThat(secondProxy.requests(OperatorRestartIT::changesSomething)).isEmpty();

          first.close();
          namespace.jobController().fail(B0);

          namespace.jobController().finishDeleting(4);
          eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("1", 4L)));
          JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(1, 1);
          assertThat(firstProxy.requests(request -> request.isCreateOf("jobs"))).hasSize(4);
          assertThat(secondProxy.requests(request -> request.isCreateOf("jobs"))).hasSize(4);
        }
      } finally {
        first.close();
      }
    }
  }

  @Test
  @Tag("controller:Z-005")
  void leaderThatIsCutOffWritesNoMore(TestNamespace namespace) {
    OperatorSettings elected = OperatorSettings.electedIn(namespace.name());
    try (ApiProxy firstProxy = namespace.newProxy();
        ApiProxy secondProxy = namespace.newProxy();
        Operator first = TestNamespace.start(elected, firstProxy)) {
      assertThat(first.healthPort()).as("switched off").isEmpty();
      namespace.create(f1(1));
      eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
      try (Operator second = TestNamespace.start(elected, secondProxy)) {
        assertThat(second.healthPort()).as("switched off").isEmpty();
        firstProxy.goDown();
        namespace.jobController().fail(B0);

        namespace.jobController().finishDeleting(4);
        eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("1", 4L)));
        long before = firstProxy.requests(OperatorRestartIT::changesSomething).size();
        firstProxy.comeBack();
        namespace.jobController().ready(ALL_JOBS);
        eventually(
            () ->
                JobSetAssert.assertThat(namespace.jobSet())
                    .hasCounts(B + ": ready 3, active 3", A + ": ready 1, active 1"));
        consistently(
            () ->
                assertThat(firstProxy.requests(OperatorRestartIT::changesSomething))
                    .hasSize((int) before));
        JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(1, 1);
        assertThat(secondProxy.requests(request -> request.isCreateOf("jobs"))).hasSize(4);
      }
      // The first is still there, and leads again when it must.
      namespace.jobController().complete(ALL_JOBS);
      eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());
    }
  }

  private static boolean changesSomething(ApiRequest request) {
    return request.isWrite() && !request.resource().equals("leases");
  }
}
