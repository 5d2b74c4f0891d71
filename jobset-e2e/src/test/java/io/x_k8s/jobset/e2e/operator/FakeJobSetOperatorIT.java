package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A0;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.B;
import static io.x_k8s.jobset.e2e.operator.JobSets.B0;
import static io.x_k8s.jobset.e2e.operator.JobSets.B1;
import static io.x_k8s.jobset.e2e.operator.JobSets.JOBS_OF_B;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.JobSets.rule;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.x_k8s.jobset.testing.FakeJobSet;
import io.x_k8s.jobset.testing.FakeJobSetOperator;
import io.x_k8s.jobset.v1alpha2.DependsOnBuilder;
import io.x_k8s.jobset.v1alpha2.DependsOnStatus;
import io.x_k8s.jobset.v1alpha2.FailurePolicyAction;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import io.x_k8s.jobset.v1alpha2.StartupPolicyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The fake operator of {@code jobset-testing} writes the status that this one writes. */
@OperatorTest
// The mock server's extension keeps its client in a field that concurrent tests would share.
@Execution(ExecutionMode.SAME_THREAD)
@EnableKubernetesMockClient(crud = true)
class FakeJobSetOperatorIT {

  KubernetesClient kubernetes;
  private FakeJobSetOperator fakes;

  @BeforeEach
  void start() {
    fakes = FakeJobSetOperator.start(kubernetes);
  }

  @AfterEach
  void stop() {
    fakes.close();
  }

  @Test
  void whenJobsSucceed(TestNamespace namespace) {
    Both both = new Both(namespace, f1());

    both.step(jobs -> jobs.active(ALL_JOBS), FakeJobSet::start);
    both.step(jobs -> jobs.ready(B0, B1), fake -> fake.ready(B, 2));
    both.step(jobs -> jobs.ready(ALL_JOBS), FakeJobSet::ready);
    both.step(jobs -> jobs.complete(B1), fake -> fake.succeed(B, 1));
    both.step(jobs -> jobs.complete(A0, JOBS_OF_B[0], JOBS_OF_B[2]), FakeJobSet::complete);
  }

  @Test
  void whenAJobFails(TestNamespace namespace) {
    Both both = new Both(namespace, f1());

    both.step(jobs -> jobs.ready(ALL_JOBS), FakeJobSet::ready);
    both.step(
        jobs -> {
          jobs.fail(B1);
          jobs.finishDeleting(3);
        },
        fake -> fake.fail(B, 1));
  }

  @Test
  void whenItRestartsUntilTheBudgetIsUsedUp(TestNamespace namespace) {
    Both both = new Both(namespace, f1(1));

    both.step(jobs -> jobs.ready(ALL_JOBS), FakeJobSet::ready);
    both.step(
        jobs -> {
          jobs.fail(B0);
          jobs.finishDeleting(4);
        },
        fake -> fake.fail(B, 0));
    both.step(jobs -> jobs.ready(ALL_JOBS), FakeJobSet::ready);
    both.step(
        jobs -> {
          jobs.fail(B1);
          jobs.finishDeleting(3);
        },
        fake -> fake.fail(B, 1));
  }

  @Test
  @Gates("RestartJob")
  void whenASingleJobRestarts(TestNamespace namespace) {
    Both both = new Both(namespace, f1(2, rule("one", FailurePolicyAction.RESTART_JOB).build()));

    both.step(jobs -> jobs.ready(ALL_JOBS), FakeJobSet::ready);
    both.step(
        jobs -> {
          jobs.fail(B1);
          jobs.finishDeleting(B1);
        },
        fake -> fake.fail(B, 1));
    both.step(jobs -> jobs.ready(B1), FakeJobSet::ready);
  }

  @Test
  void whenItIsSuspendedAndResumed(TestNamespace namespace) {
    Both both = new Both(namespace, f1(spec -> spec.withSuspend(true)));

    both.step(jobs -> jobs.suspended(ALL_JOBS), FakeJobSet::awaitSuspended);
    both.step(
        jobs -> namespace.change(jobSet -> jobSet.getSpec().setSuspend(false)), FakeJobSet::resume);
    both.step(jobs -> jobs.ready(ALL_JOBS), FakeJobSet::ready);
    both.step(
        jobs -> {
          namespace.change(jobSet -> jobSet.getSpec().setSuspend(true));
          jobs.suspended(ALL_JOBS);
        },
        FakeJobSet::suspend);
  }

  @Test
  void whenItStartsInOrder(TestNamespace namespace) {
    Both both =
        new Both(
            namespace,
            f1(
                spec ->
                    spec.withNewStartupPolicy()
                        .withStartupPolicyOrder(StartupPolicyOrder.IN_ORDER)
                        .endStartupPolicy()));

    both.step(jobs -> jobs.active(A0), FakeJobSet::start);
    both.step(jobs -> jobs.ready(ALL_JOBS), FakeJobSet::ready);
  }

  @Test
  void whenOneDependsOnAnother(TestNamespace namespace) {
    Both both =
        new Both(
            namespace,
            f1(
                spec ->
                    spec.editReplicatedJob(1)
                        .withDependsOn(
                            new DependsOnBuilder()
                                .withName(JobSets.A)
                                .withStatus(DependsOnStatus.COMPLETE)
                                .build())
                        .endReplicatedJob()));

    both.step(jobs -> jobs.ready(A0), FakeJobSet::ready);
    both.step(
        jobs -> {
          jobs.complete(A0);
          jobs.ready(JOBS_OF_B);
        },
        fake -> fake.succeed(JobSets.A).ready());
  }

  /** One JobSet, run by the operator and by the fake. */
  private final class Both {
    private final TestNamespace namespace;
    private final FakeJobSet fake;

    Both(TestNamespace namespace, JobSet jobSet) {
      this.namespace = namespace;
      namespace.create(jobSet);
      kubernetes.resource(jobSet).inNamespace("fake").create();
      fake = fakes.jobSet("fake", JobSets.NAME);
    }

    void step(Consumer<JobController> real, Consumer<FakeJobSet> played) {
      real.accept(namespace.jobController());
      played.accept(fake);
      eventually(
          () -> assertThat(withoutTimes(fake.get())).isEqualTo(withoutTimes(namespace.jobSet())));
    }

    /** A line for each part, so that a difference shows. */
    private static String withoutTimes(JobSet jobSet) {
      JobSetStatus status = jobSet.getStatus();
      List<Condition> conditions = new ArrayList<>();
      for (Condition condition : orEmpty(status.getConditions())) {
        assertThat(condition.getLastTransitionTime()).isNotEmpty();
        conditions.add(condition.edit().withLastTransitionTime(null).build());
      }
      JobSetStatus timeless = status.edit().withConditions(conditions).build();
      return timeless.toString().replace("),", "),\n");
    }

    private static <T> List<T> orEmpty(List<T> list) {
      return list == null ? List.of() : list;
    }
  }
}
