package io.x_k8s.jobset.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * JobSets to which anything happens at any time: the simulation checks that no plan contradicts
 * what exists, and in the end each JobSet that is left in peace comes to an end of its own.
 */
class RandomLifeTest {
  private static final int LIVES = 300;
  private static final int EVENTS = 30;

  @Test
  void whateverHappensAJobSetLeftInPeaceCompletesOrHasFailed() {
    int completed = 0;
    int restarts = 0;
    for (long seed = 0; seed < LIVES; seed++) {
      Random random = new Random(seed);
      PlannerSimulation cluster = PlannerSimulation.of(jobSet(random), gates(random));
      try {
        for (int i = 0; i < EVENTS && !isFinished(cluster); i++) {
          happen(cluster, random);
          if (random.nextInt(4) == 0) {
            cluster.passWithConflict();
          } else if (random.nextInt(3) > 0) {
            cluster.settle();
          }
        }
        leaveInPeace(cluster);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ", events " + cluster.events(), e);
      }
      assertThat(isFinished(cluster))
          .as("seed %d: %s of %s", seed, cluster.status(), cluster.jobs())
          .isTrue();
      if (cluster.condition("Completed").startsWith("True")) {
        assertThat(cluster.jobsByAttempt())
            .as("seed %d", seed)
            .isEqualTo(Map.of(cluster.status().getRestarts(), 4));
      }
      assertThat(cluster.status().getRestartsCountTowardsMax()).isLessThanOrEqualTo(3);
      completed += cluster.condition("Completed").startsWith("True") ? 1 : 0;
      restarts += cluster.status().getRestarts();
    }
    assertThat(completed).as("some end well").isBetween(LIVES / 10, LIVES * 9 / 10);
    assertThat(restarts).as("some are restarted").isGreaterThan(LIVES / 2);
  }

  private static void happen(PlannerSimulation cluster, Random random) {
    List<String> jobs = new ArrayList<>(cluster.jobs());
    jobs.removeIf(cluster::isDeleting);
    String job = jobs.isEmpty() ? null : jobs.get(random.nextInt(jobs.size()));
    switch (random.nextInt(9)) {
      case 0 -> cluster.suspend(random.nextBoolean());
      case 1 -> cluster.reportSuspensions();
      case 2 -> finalizeAll(cluster);
      default -> {
        if (job != null && !cluster.isOver(job)) {
          switch (random.nextInt(7)) {
            case 0 -> cluster.fail(job);
            case 1 -> cluster.complete(job);
            case 2 -> cluster.lose(job);
            case 3 -> {
              if (!cluster.isSuspended(job)) {
                cluster.unready(job);
              }
            }
            default -> {
              if (!cluster.isSuspended(job)) {
                cluster.ready(job);
              }
            }
          }
        }
      }
    }
  }

  /** From now on every Job that may run runs to its end. */
  private static void leaveInPeace(PlannerSimulation cluster) {
    cluster.suspend(false).settle();
    for (int i = 0; i < 20 && !isFinished(cluster); i++) {
      finalizeAll(cluster);
      cluster.reportSuspensions().settle();
      for (String job : cluster.jobs()) {
        if (!cluster.isDeleting(job) && !cluster.isSuspended(job) && !cluster.isOver(job)) {
          cluster.complete(job);
        }
      }
      cluster.settle();
    }
  }

  private static void finalizeAll(PlannerSimulation cluster) {
    cluster.finalizeJobs((int) cluster.jobs().stream().filter(cluster::isDeleting).count());
  }

  private static boolean isFinished(PlannerSimulation cluster) {
    return cluster.status() != null
        && (cluster.condition("Completed").startsWith("True")
            || cluster.condition("Failed").startsWith("True"));
  }

  private static JobSetBuilder jobSet(Random random) {
    JobSetBuilder jobSet =
        random.nextInt(4) == 0
            ? JobSets.jobSet(
                JobSets.replicatedJob(JobSets.A, 1),
                JobSets.dependent(JobSets.B, 3, JobSets.A + "=Ready"))
            : JobSets.f1();
    if (random.nextInt(5) > 0) {
      jobSet
          .editSpec()
          .withNewFailurePolicy()
          .withMaxRestarts(3)
          .withRestartStrategy(random.nextBoolean() ? "Recreate" : "BlockingRecreate")
          .endFailurePolicy()
          .endSpec();
    }
    return random.nextBoolean() ? JobSets.inOrder(jobSet) : jobSet;
  }

  private static FeatureGate[] gates(Random random) {
    return random.nextBoolean() ? new FeatureGate[] {FeatureGate.RESTART_JOB} : new FeatureGate[0];
  }
}
